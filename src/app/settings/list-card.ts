/** A list of configured things as a card: rows with a menu each, pages, what can be added, and the way back. */
import type { Block, Button, Card, ListRow, Rich } from '../../view/card.ts';
import type { Services } from '../services.ts';
import { packState } from '../state.ts';
import { hubButton } from './hub-button.ts';

/** Rows a page: what a phone shows without much scrolling. */
const PAGE = 8;

export interface ListCard<Item> {
  /** The section's handlers begin with it: `settings.<name>.page`. */
  name: string;
  /** The command whose list it is, where that is not `settings`. */
  command?: string | undefined;
  title: string;
  /** The first line: how many, and what that means. */
  summary: Rich;
  items: readonly Item[];
  row: (item: Item) => ListRow;
  /** Place of the first row shown. */
  offset: number;
  /** Above the list: that something was saved. */
  news?: Block[] | undefined;
  /** What can be done with the whole. */
  buttons: Button[];
  /** The way back; to the hub of the settings, where nothing is given. */
  back?: Button[] | undefined;
  figures: Card['figures'];
}

/** The card, cut to its page. */
export function listCard<Item>(
  { name, command = 'settings', title, summary, items, row, offset, news = [], buttons, back, figures }: ListCard<Item>,
  services: Services,
): Card {
  const { t } = services;
  const from = offset < items.length ? offset : 0;
  const rows = items.slice(from, from + PAGE);
  const turn = (label: string, target: number): Button => ({
    kind: 'button',
    label,
    action: `${command}.${name}.page`,
    value: packState({ offset: target }),
  });
  const turns = [
    ...(from > 0 ? [turn(t('list.previous'), Math.max(0, from - PAGE))] : []),
    ...(from + PAGE < items.length ? [turn(t('checklist.next'), from + PAGE)] : []),
  ];
  return {
    title,
    blocks: [
      ...news,
      { kind: 'text', text: summary },
      ...(rows.length > 0 ? [{ kind: 'list' as const, rows: rows.map(row) }] : []),
      { kind: 'actions', controls: [...turns, ...buttons, ...(back ?? [hubButton(services)])] },
    ],
    ...(items.length > PAGE && { foot: [t('checklist.place', { from: from + 1, to: from + rows.length, total: items.length })] }),
    figures,
  };
}

/** A button of a row's menu that opens a form. */
export function formButton(label: string, action: string, value: string, style?: Button['style']): Button {
  return { kind: 'button', label, action, value, opens: 'form', ...(style && { style }) };
}
