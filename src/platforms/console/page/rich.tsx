import { type ComponentChildren, Fragment, type JSX } from 'preact';
import type { Rich, Span, Tone } from '../../../view/card.ts';
import { useSay } from './words.ts';

/** A line or more of a card. Everything becomes text nodes, whoever wrote it; line breaks are kept by the style sheet. */
export function RichText({ text }: { text: Rich }): JSX.Element {
  return (
    <>
      {(Array.isArray(text) ? text : [text]).map((span, index) => (
        <SpanText key={index} span={span} />
      ))}
    </>
  );
}

function SpanText({ span }: { span: Span }): JSX.Element {
  if (typeof span === 'string') return <>{span}</>;
  if ('bold' in span) return <strong>{span.bold}</strong>;
  if ('quote' in span) return <q>{`“${span.quote}”`}</q>;
  if ('person' in span) return <PersonName {...span} />;
  if ('everyone' in span) return <strong>{span.everyone}</strong>;
  return <Outside url={span.url}>{span.link}</Outside>;
}

/** Someone by name; whoever has none by the id of their platform, `U0123 (Slack)`. */
function PersonName({ person, name }: { person: string; name?: string | undefined }): JSX.Element {
  const [, platform = '', id = person] = /^([a-z]+):(.+)$/.exec(person) ?? [];
  const where = platform && ` (${platform.charAt(0).toUpperCase()}${platform.slice(1)})`;
  return (
    <span class="person" title={name && person}>
      {name ?? `${id}${where}`}
    </span>
  );
}

/** A link out of the page; anything but http and https stays plain text. */
export function Outside({ url, children }: { url: string; children: ComponentChildren }): JSX.Element {
  if (!/^https?:\/\//i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/**
 * Facts side by side, each kept whole on its line; the dots between them are drawn by the style sheet and read as
 * commas. A long word breaks at its slashes first: `America/` `Sao_Paulo`.
 */
export function Parts({ texts }: { texts: string[] }): JSX.Element {
  return (
    <>
      {texts.map((text, index) => (
        <span key={index} class="part">
          {text.split(/(?<=\p{L}\/)(?=\p{L})/u).map((piece, place) => (
            <Fragment key={place}>
              {place > 0 && <wbr />}
              {piece}
            </Fragment>
          ))}
          {index < texts.length - 1 && <span class="unseen">, </span>}
        </span>
      ))}
    </>
  );
}

const SHAPES: Record<Tone, JSX.Element> = {
  good: (
    <path d="M2.5 6.4 5 8.9l4.6-5.4" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
  ),
  warning: <path d="M6 1.6 11 10.4H1z" fill="currentColor" stroke="currentColor" stroke-linejoin="round" />,
  bad: <circle cx="6" cy="6" r="5" fill="currentColor" />,
};

/** A mark of a shape of its own, so that its colour is never alone; read out as a word. */
export function Mark({ tone }: { tone: Tone }): JSX.Element {
  const say = useSay();
  return (
    <span class={`mark ${tone}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {SHAPES[tone]}
      </svg>
      <span class="unseen">{`${say(`tone.${tone}`)}: `}</span>
    </span>
  );
}
