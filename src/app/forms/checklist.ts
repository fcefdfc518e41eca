/** Several of many, to tick: a list that is searched and paged, whose ticks stay whatever page or search shows. */
import type { Option } from '../../view/card.ts';
import type { FormBlock } from '../../view/form.ts';
import { fold } from '../dispatch.ts';
import type { Services } from '../services.ts';
import { type Draft, type ListState, listOf, QUERY } from './draft.ts';

/** What every platform shows as boxes at once. */
const PAGE = 10;
/** Names of what is ticked that are told. */
const TOLD = 12;

export interface Checklist {
  /** The input's name. */
  name: string;
  label: string;
  hint?: string | undefined;
  /** Everything there is, in the order to show. */
  options: Option[];
  /** `<command>.<submit>` that turns its pages. */
  action: string;
}

const NONE: ListState = { query: '', from: 0, page: [] };

/** What a list shows: the options that its words fit. Also with its accents left away. */
function fitting(options: Option[], query: string): Option[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return options.filter(({ label, value }) => words.every((word) => fold(label).includes(word) || fold(value).includes(word)));
}

/** The blocks of a list, and the state to remember with them. */
export function checklist(
  { name, label, hint, options, action }: Checklist,
  draft: Draft,
  { t, format }: Services,
): { blocks: FormBlock[]; state: ListState } {
  const { query, from: wanted } = draft.lists[name] ?? NONE;
  const found = fitting(options, query);
  const from = wanted < found.length ? wanted : 0;
  const page = found.slice(from, from + PAGE);
  const ticked = listOf(draft.values[name]);
  const names = new Map(options.map((option) => [option.value, option.label]));
  const told = ticked.slice(0, TOLD).map((value) => names.get(value) ?? value);
  const more = ticked.length - told.length;
  const button = (key: 'checklist.search' | 'list.previous' | 'checklist.next', step: string): FormBlock & { kind: 'buttons' } => ({
    kind: 'buttons',
    buttons: [{ label: t(key), action, value: `${name}:${step}` }],
  });
  const turns = [
    ...(from > 0 ? button('list.previous', 'previous').buttons : []),
    ...(from + PAGE < found.length ? button('checklist.next', 'next').buttons : []),
  ];
  const search = button('checklist.search', 'search');
  const words = { label: t('checklist.words', { label }), value: query, maxLength: 100, enter: search.buttons[0] };
  const searched: FormBlock[] = options.length > PAGE || query !== '' ? [{ kind: 'text', name: `${name}${QUERY}`, ...words }, search] : [];
  const place =
    found.length > 0 ? t('checklist.place', { from: from + 1, to: from + page.length, total: found.length }) : t('checklist.nothing');
  const chosen =
    ticked.length > 0
      ? t('checklist.chosen', {
          count: ticked.length,
          names: more > 0 ? `${told.join(', ')}, ${t('checklist.more', { count: more })}` : format.join(told),
        })
      : t('checklist.chosen.none');
  return {
    state: { query, from, page: page.map(({ value }) => value) },
    blocks: [
      ...searched,
      ...(page.length > 0
        ? [
            {
              kind: 'ticks' as const,
              name,
              label,
              hint,
              options: page,
              value: page.map(({ value }) => value).filter((value) => ticked.includes(value)),
            },
          ]
        : []),
      { kind: 'section', text: `${place} · ${chosen}` },
      ...(turns.length > 0 ? [{ kind: 'buttons' as const, buttons: turns }] : []),
    ],
  };
}

/** The draft after a page was turned or words were searched; `value`: `<name>:next`. */
export function turned(draft: Draft, value: string, query: string): Draft {
  const cut = value.lastIndexOf(':');
  const name = value.slice(0, cut);
  const before = draft.lists[name];
  if (!before) return draft;
  const step = value.slice(cut + 1);
  const from = step === 'next' ? before.from + PAGE : step === 'previous' ? Math.max(0, before.from - PAGE) : 0;
  return { ...draft, lists: { ...draft.lists, [name]: { ...before, query: query.trim().slice(0, 100), from } } };
}
