import { Fragment, type JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Block, Chart } from '../../../view/card.ts';
import type { CardAnswer, ChartLinks, Download } from '../wire.ts';
import { ChartFigure } from './chart.tsx';
import { Actions } from './controls.tsx';
import type { Pressing } from './conversation.ts';
import { Fields } from './fields.tsx';
import { Rows } from './list.tsx';
import { Mark, Outside, Parts, RichText } from './rich.tsx';
import { DataTable } from './table.tsx';
import { useSay } from './words.ts';

export interface CardProps extends Pressing {
  answer: Pick<CardAnswer, 'card' | 'charts' | 'failed' | 'language' | 'export'>;
  theme: keyof ChartLinks;
}

/** An answer as an article with a heading of its own. */
export function CardView({ answer, theme, pressed, onPress }: CardProps): JSX.Element {
  const { card, charts, failed, language } = answer;
  const heading = useId();
  const file = answer.export?.download && <FileLink {...answer.export.download} />;
  const foot = footOf(card.blocks);
  const chartsBefore = (index: number): number => card.blocks.slice(0, index).filter(({ kind }) => kind === 'chart').length;
  return (
    <article
      class={failed ? 'card failed' : 'card'}
      lang={language}
      aria-labelledby={heading}
      aria-busy={pressed !== undefined}
      tabIndex={-1}
    >
      <h2 id={heading}>
        {card.tone && <Mark tone={card.tone} />}
        {`${card.title} `}
        {card.scope && <span class="scope">{card.scope}</span>}
      </h2>
      {card.blocks.map((block, index) => (
        <Fragment key={index}>
          {index === foot && file}
          <BlockView block={block} links={charts[chartsBefore(index)] ?? null} theme={theme} pressed={pressed} onPress={onPress} />
        </Fragment>
      ))}
      {foot === card.blocks.length && file}
    </article>
  );
}

/** Where the small lines at the end begin: a file stands above them. */
function footOf(blocks: Block[]): number {
  return blocks.findLastIndex(({ kind }) => kind !== 'context') + 1;
}

/** The file of an export, by a link that looks like the button it stands for. */
function FileLink({ path, name }: Download): JSX.Element {
  const say = useSay();
  return (
    <p class="file">
      <a class="button primary" href={path} download={name}>
        {say('download')}
      </a>
    </p>
  );
}

interface BlockProps extends Pressing {
  block: Block;
  links: ChartLinks | null;
  theme: keyof ChartLinks;
}

/** Every kind of block; the compiler names one that is missing. */
function BlockView({ block, links, theme, ...pressing }: BlockProps): JSX.Element {
  switch (block.kind) {
    case 'text':
      return (
        <p class={`text ${block.tone ?? ''}`}>
          {block.tone && <Mark tone={block.tone} />}
          <span>
            <RichText text={block.text} />
          </span>
        </p>
      );
    case 'fields':
      return <Fields fields={block.fields} />;
    case 'list':
      return <Rows rows={block.rows} {...pressing} />;
    case 'table':
      return <DataTable caption={block.caption} columns={block.columns} rows={block.rows} />;
    case 'chart':
      return <ChartFigure chart={block.chart} links={links} theme={theme} key={titleOf(block.chart)} />;
    case 'image':
      return <Picture url={block.url} alt={block.alt} />;
    case 'actions':
      return <Actions controls={block.controls} {...pressing} />;
    case 'context':
      return (
        <p class="context">{typeof block.text === 'string' ? <Parts texts={block.text.split(' · ')} /> : <RichText text={block.text} />}</p>
      );
    case 'divider':
      return <hr />;
  }
}

const titleOf = (chart: Chart): string => chart.title;

/** The page loads pictures of its own origin only; any other is a link. */
function Picture({ url, alt }: { url: string; alt: string }): JSX.Element {
  const own = url.startsWith('/') && !url.startsWith('//');
  const here = globalThis.location?.origin;
  if (own || (here !== undefined && url.startsWith(`${here}/`))) return <img class="picture" src={url} alt={alt} decoding="async" />;
  return (
    <p class="text">
      <Outside url={url}>{alt}</Outside>
    </p>
  );
}
