/** An incident in words: what, where, how far, since when, and how it stands. */
import { type AlertRule, isUpward, type Severity } from '../../domain/alert-rule.ts';
import type { Incident } from '../../domain/alert-state.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Tone } from '../../view/card.ts';
import { momentText } from '../cards/conversations.ts';
import type { Services } from '../services.ts';
import { jobOf, placeText, subjectText } from './rule-words.ts';
import { type Sight, stateOf } from './sight.ts';
import { amountText, spanText, unitOf, watchedName } from './watched-words.ts';

const TONES: Readonly<Record<Severity, Tone | undefined>> = { critical: 'bad', warning: 'warning', info: undefined };
/** Counts whose list has words of its own. */
const LISTED = ['awaiting.agents', 'awaiting.customers', 'idle.agents', 'idle.customers'] as const;
const PRESENT = ['online', 'away', 'offline', 'serving'] as const;
/** Less is “just now”. */
const MINUTE_MS = 60_000;

/** How bad it is: while it recovers a warning at most, over it is good news unless somebody else ended it. */
export function toneOf(incident: Incident, sight: Pick<Sight, 'states'>): Tone | undefined {
  if (incident.endedAt) return incident.ending === 'recovered' ? 'good' : undefined;
  const tone = TONES[incident.as.severity];
  return tone && stateOf(incident, sight)?.phase === 'recovering' ? 'warning' : tone;
}

/** A value of its rule in words. */
export function valueOf(value: number | null, { as }: Pick<Incident, 'as'>, services: Services): string {
  return amountText(value, unitOf(as), services);
}

/** `Suporte: wait of 12 min in the queue`; once it is over, what it was about. */
export function headline(incident: Incident, sight: Sight): string {
  const { called, services } = sight;
  const place = placeText(incident.as, called, services);
  const said = incident.endedAt ? subjectText(incident.as, services) : saidText(incident, sight);
  return place === '' ? capital(said) : `${place}: ${small(said)}`;
}

/** What is wrong, with its value. */
function saidText(incident: Incident, sight: Sight): string {
  const { as, value } = incident;
  const { t, format } = sight.services;
  const said = valueOf(value, incident, sight.services);
  switch (as.kind) {
    case 'silence':
      return value === null ? t('alert.said.silence.never') : t('alert.said.silence', { time: said });
    case 'job':
      return t('alert.said.job', { job: t(`job.${jobOf(as.job)}`), time: said });
    case 'forecast':
      return t('alert.said.forecast', {
        what: watchedName(as.indicator ?? '', { t }),
        value: said,
        horizon: spanText(as.horizonMs, { format }),
      });
    case 'threshold':
    case 'change':
      if (value === null) return t('alert.said.nothing', { what: subjectText(as, sight.services) });
      return countedText(as, value, sight) ?? t('alert.said.value', { what: subjectText(as, sight.services), value: said });
  }
}

/** The real-time ones as people say them. */
function countedText({ indicator }: AlertRule, value: number, { parameters, services }: Sight): string | undefined {
  const { t, format } = services;
  const idle = format.duration(parameters.idleMs);
  const list = LISTED.find((one) => indicator === `now.${one}`);
  if (list) return t(`list.${list}`, { count: value, idle });
  const present = PRESENT.find((one) => indicator === `now.agents.${one}`);
  if (present === 'online' && value === 0) return t('reason.nobody');
  if (present) return t(`alert.said.agents.${present}`, { count: value });
  switch (indicator) {
    case 'now.queue.longest':
      return t('alert.said.longest', { time: format.duration(value) });
    case 'now.queue.size':
      return t('alert.said.queue', { count: value });
    case 'now.capacity.free':
      return t('now.capacity', { count: value });
    default:
      return undefined;
  }
}

/** As a sentence begins. */
export function capital(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** As it goes on after a colon; `CSAT` stays. */
function small(text: string): string {
  return text.replace(/^\p{Lu}(?!\p{Lu})/u, (letter) => letter.toLowerCase());
}

/** What it is compared with: `limit 10 min`, `at least 80%`, `usually about 40, limit 60`. */
export function limitText(incident: Incident, services: Services): string {
  const { as } = incident;
  const { t } = services;
  const words = { limit: valueOf(limitOf(incident), incident, services) };
  if (as.kind === 'change') return t('alert.limit.usual', { ...words, usual: valueOf(usualOf(incident), incident, services) });
  if (isUpward(as.operator)) return t('alert.limit', words);
  return t(as.operator === 'at_most' ? 'alert.limit.more' : 'alert.limit.least', words);
}

/** The limit that holds: a fixed one may have been changed since the start. */
export function limitOf({ as, limit }: Incident): number {
  return as.kind === 'change' ? limit : as.threshold;
}

/** What earlier weeks had: the limit without what was allowed on top. */
function usualOf({ as: { operator, threshold, indicator }, limit }: Incident): number {
  const usual = limit / (isUpward(operator) ? 1 + threshold : Math.max(1 - threshold, 0.001));
  return watchedOf(indicator)?.unit === 'count' ? Math.round(usual) : usual;
}

/** How far it went: `peak 14 min`, `lowest 55%`. */
export function worstText(incident: Incident, services: Services): string {
  const words = { value: valueOf(incident.peak, incident, services) };
  return services.t(isUpward(incident.as.operator) ? 'alert.peak' : 'alert.low', words);
}

/** How long it has held, or held: ms. */
function lastedMs({ since, endedAt }: Pick<Incident, 'since' | 'endedAt'>, at: Date): number {
  return Math.max(0, (endedAt ?? at).getTime() - since.getTime());
}

/** The same in words: whole minutes from one on, as rules are evaluated once a minute. */
export function lastedText(incident: Pick<Incident, 'since' | 'endedAt'>, at: Date, { format }: Pick<Services, 'format'>): string {
  const lasted = lastedMs(incident, at);
  return format.duration(lasted < MINUTE_MS ? lasted : lasted - (lasted % MINUTE_MS));
}

/** `limit 10 min, for 3 min`; while it recovers since when, and once it is over how long it took and how far it went. */
export function scopeText(incident: Incident, sight: Sight): string {
  const { at, parameters, services } = sight;
  const { t } = services;
  const { endedAt } = incident;
  const lasted = lastedMs(incident, at);
  if (endedAt) return t('alert.over', { time: lastedText(incident, at, services), worst: worstText(incident, services) });
  const state = stateOf(incident, sight);
  const limit = limitText(incident, services);
  if (state?.phase === 'recovering')
    return `${limit}, ${t('alert.recovering', { clock: momentText(state.since, at, parameters.timeZone, services) })}`;
  // Of what counts the time itself, the value says since when.
  if (incident.as.kind === 'silence' || incident.as.kind === 'job') return limit;
  return `${limit}, ${lasted < MINUTE_MS ? t('alert.since.now') : t('alert.since', { time: lastedText(incident, at, services) })}`;
}

/** The rule, how severe, since when, how far at worst: for the foot. */
export function footText(incident: Incident, { at, parameters, services }: Sight): string[] {
  const { t } = services;
  const { as, since, peak } = incident;
  return [
    t('alert.foot.rule', { title: as.title }),
    t(`severity.${as.severity}`),
    t('alert.foot.since', { moment: momentText(since, at, parameters.timeZone, services) }),
    ...(peak === null ? [] : [worstText(incident, services)]),
  ];
}
