/** Which templates may be sent on a channel. */
import type { Configuration, Template } from '../../domain/configuration.ts';
import type { State } from '../../domain/conversation.ts';
import type { Channel } from '../../domain/events.ts';
import type { Option } from '../../view/card.ts';
import { fold } from '../dispatch.ts';

/** What a choice's label may take on every platform. */
const LABEL = 75;
/** Options that a search shows. */
const SHOWN = 20;

/** The active templates of active categories for a channel, by the code of their category, then by title. */
export function offeredTemplates({ templates, categories }: Configuration, channel: Channel): Template[] {
  const active = new Set(categories.flatMap((one) => (one.active ? [one.code] : [])));
  return templates
    .filter((one) => one.active && active.has(one.category) && one.channels.includes(channel))
    .sort((a, b) => a.category - b.category || a.title.localeCompare(b.title));
}

/** Whether a conversation can still be written to. */
export function isLive(state: State): boolean {
  return state !== 'closed' && state !== 'cancelled';
}

/** A template as a choice, `20 · On its way`. */
export function templateOption({ id, category, title }: Template): Option {
  return { value: id, label: `${category} · ${title}`.slice(0, LABEL) };
}

/** Those whose code or title fit the words. */
export function fittingTemplates(offered: readonly Template[], typed: string): Option[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const options = offered.map(templateOption);
  return options.filter(({ label }) => words.every((word) => fold(label).includes(word))).slice(0, SHOWN);
}
