import type { JSX } from 'preact';
import { type Field, plain, type Rich, type Span } from '../../../view/card.ts';
import { Mark, Parts, RichText } from './rich.tsx';

/** Label above value, two columns; of a value of several lines the first is the number, the others say more about it. */
export function Fields({ fields }: { fields: Field[] }): JSX.Element {
  return (
    <dl class="fields">
      {fields.map((field, index) => {
        const [value, ...notes] = linesOf(field.value);
        return (
          <div key={index} class={field.tone}>
            <dt>{field.label}</dt>
            <dd>
              <span class={plain(value ?? '').length > 18 ? 'value long' : 'value'}>
                {field.tone && <Mark tone={field.tone} />}
                <Line text={value ?? ''} />
              </span>
              {notes.map((note, place) => (
                <span key={place} class="note">
                  <Line text={note} />
                </span>
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A line of plain text breaks between its facts (`9 online · 2 away`), never inside one. */
function Line({ text }: { text: Rich }): JSX.Element {
  const [only, ...more] = Array.isArray(text) ? text : [text];
  return typeof only === 'string' && more.length === 0 ? <Parts texts={only.split(' · ')} /> : <RichText text={text} />;
}

/** Lines of a text; only its plain parts break, and plain parts side by side are one. */
function linesOf(text: Rich): Rich[] {
  const lines: Span[][] = [[]];
  for (const span of Array.isArray(text) ? text : [text]) {
    const [first = '', ...more] = typeof span === 'string' ? span.split('\n') : [span];
    const line = lines.at(-1) ?? [];
    const before = line.at(-1);
    if (typeof before === 'string' && typeof first === 'string') line.splice(-1, 1, before + first);
    else line.push(first);
    lines.push(...more.map((part) => [part]));
  }
  return lines;
}
