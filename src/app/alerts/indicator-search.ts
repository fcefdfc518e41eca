/** Indicators by the words that people have for them. */
import type { AlertKind } from '../../domain/alert-rule.ts';
import { WATCHED, type Watched } from '../../domain/watched.ts';
import type { Option } from '../../view/card.ts';
import type { Action } from '../command.ts';
import { fold } from '../dispatch.ts';
import type { Services } from '../services.ts';
import { watchedName } from './watched-words.ts';

/** What Teams shows at once. */
const OFFERED = 15;
/** Offered before anything is typed. */
const FIRST = [
  'now.queue.longest',
  'now.queue.size',
  'now.idle.agents',
  'now.awaiting.agents',
  'now.agents.online',
  'now.handle.mean',
  'period.abandonment',
  'period.service_level',
  'period.first_response.mean',
  'period.opened',
];

export function indicatorOption(id: string, services: Pick<Services, 't'>): Option {
  return { label: watchedName(id, services), value: id };
}

function watchable(kind: AlertKind): readonly Watched[] {
  return kind === 'change' ? WATCHED.filter(({ family }) => family === 'period') : WATCHED;
}

/** The usual ones. */
export function suggested(kind: AlertKind, services: Pick<Services, 't'>): Option[] {
  const known = watchable(kind);
  return FIRST.filter((id) => known.some((one) => one.id === id)).map((id) => indicatorOption(id, services));
}

/** Those whose name or id has every word typed, accents and case aside; those whose name begins so first. */
export function indicatorsLike(typed: string, kind: AlertKind, services: Pick<Services, 't'>): Option[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return suggested(kind, services);
  const named = watchable(kind).map(({ id }) => ({ ...indicatorOption(id, services), folded: fold(watchedName(id, services)) }));
  const first = ({ folded }: { folded: string }): number => (folded.startsWith(words[0] ?? '') ? 0 : 1);
  return named
    .filter(({ folded, value }) => words.every((word) => folded.includes(word) || value.includes(word)))
    .sort((a, b) => first(a) - first(b))
    .slice(0, OFFERED)
    .map(({ label, value }) => ({ label, value }));
}

export const searchIndicators =
  (kind: AlertKind): NonNullable<Action['search']> =>
  async (typed, services) =>
    indicatorsLike(typed, kind, services);
