import type { Answer } from '../../app/command.ts';
import type { Reply } from '../../app/dispatch.ts';
import { type Card, chartsOf, type Chart } from '../../view/card.ts';
import type { Log, Media } from '../platform.ts';
import type { ChartLinks, WireAnswer } from './wire.ts';

/** A reply that is one answer. */
export type Single = Reply & { answer: Exclude<Answer, { kind: 'export' }> };

/** A reply as the page takes it, with the paths of its charts. A chart without a picture does not hold the answer back. */
export async function wireAnswer({ answer, language, failed }: Single, media: Media, log: Log): Promise<WireAnswer> {
  switch (answer.kind) {
    case 'form':
      return { kind: 'form', title: answer.form.title, form: answer.form, step: answer.step ?? 'replace', language };
    case 'invalid':
      return { kind: 'invalid', title: '', errors: answer.errors, language };
    case 'card': {
      const card = shownPart(answer.card);
      const charts = await Promise.all(chartsOf(card).map((chart) => linksOf(chart, media, log)));
      return { kind: 'card', title: card.title, card, charts, replace: answer.replace, failed, language };
    }
  }
}

/** A card without its raw figures. */
export function shownPart({ figures: _raw, ...card }: Card): Card {
  return card;
}

async function linksOf(chart: Chart, media: Media, log: Log): Promise<ChartLinks | null> {
  try {
    const [light, dark] = await Promise.all([media.link(chart, 'light'), media.link(chart, 'dark')]);
    return { light: pathOf(light), dark: pathOf(dark) };
  } catch (error) {
    log.warn({ err: error }, 'console: a chart has no link');
    return null;
  }
}

/** The page may load from its own origin only, which PUBLIC_URL need not be: the path is enough. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link, 'http://localhost');
  return pathname + search;
}
