/** Rules in words: what they watch, where, and when they fire. */
import { type AlertRule, isUpward } from '../../domain/alert-rule.ts';
import { watchedOf } from '../../domain/watched.ts';
import { mayAct } from '../access.ts';
import { nameOf } from '../named.ts';
import type { Author, Services } from '../services.ts';
import { hoursText } from '../settings/values.ts';
import { amountText, spanText, thresholdUnit, watchedName } from './watched-words.ts';

type Words = Pick<Services, 't' | 'format'>;

/** What departments and agents are called. */
export interface Called {
  departments: ReadonlyMap<string, string>;
  agents: ReadonlyMap<string, string>;
}

/** Agents that are named one by one. */
const NAMED_AGENTS = 2;

/** The names of the linked ones; the others go by their ids. */
export async function calledIn({ desk }: Pick<Services, 'desk'>): Promise<Called> {
  const [departments, agents] = await Promise.all([desk.departments(), desk.agents()]);
  const named = (all: typeof departments): Map<string, string> => new Map(all.map((one) => [one.id, nameOf(one)]));
  return { departments: named(departments), agents: named(agents) };
}

/** `Suporte`, `Suporte, WhatsApp`, `Ana Lima`; empty for the whole desk. */
export function placeText(
  { department, channel, agents }: Pick<AlertRule, 'department' | 'channel' | 'agents'>,
  called: Called,
  services: Words,
): string {
  const { t, format } = services;
  const people =
    agents.length > NAMED_AGENTS
      ? t('chart.agents', { count: agents.length })
      : format.join(agents.map((id) => called.agents.get(id) ?? id));
  const parts = [
    department === null ? '' : (called.departments.get(department) ?? department),
    channel === null ? '' : t(`channel.${channel}`),
    people,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What it watches: `Longest wait in the queue`, `Abandonment in 1 h`, `Events from the helpdesk`. */
export function subjectText({ kind, indicator, windowMs, job }: AlertRule, { t, format }: Words): string {
  if (kind === 'silence') return t('rule.subject.silence');
  if (kind === 'job') return t('rule.subject.job', { job: t(`job.${jobOf(job)}`) });
  const name = watchedName(indicator ?? '', { t });
  if (kind === 'forecast') return t('rule.subject.forecast', { name });
  return watchedOf(indicator)?.family === 'period' ? t('rule.subject.window', { name, window: spanText(windowMs, { format }) }) : name;
}

const JOBS = ['sweep', 'repair', 'prune', 'alerts', 'digests'] as const;

/** A job that has words. */
export function jobOf(job: string | null): (typeof JOBS)[number] | 'other' {
  return JOBS.find((one) => one === job) ?? 'other';
}

/** The threshold in words: `10 min`, `80%`, `20`. */
export function thresholdText(rule: AlertRule, services: Words): string {
  return amountText(rule.threshold, thresholdUnit(rule), services);
}

/** When it fires: `Longest wait in the queue above 10 min for 2 min`. */
export function conditionText(rule: AlertRule, services: Words): string {
  const { t } = services;
  const comma = rule.kind === 'change' || rule.kind === 'forecast' ? ',' : '';
  const lasting = rule.forMs > 0 ? `${comma} ${t('rule.for', { time: spanText(rule.forMs, services) })}` : '';
  return `${crossingText(rule, services)}${lasting}`;
}

function crossingText(rule: AlertRule, services: Words): string {
  const { t } = services;
  const limit = thresholdText(rule, services);
  const what = subjectText(rule, services);
  switch (rule.kind) {
    case 'silence':
      return t('rule.crossing.silence', { limit });
    case 'job':
      return t('rule.crossing.job', { job: t(`job.${jobOf(rule.job)}`), limit });
    case 'change':
      return t(isUpward(rule.operator) ? 'rule.crossing.more' : 'rule.crossing.less', { what, limit, count: rule.weeks });
    case 'forecast':
      return t('rule.crossing.forecast', {
        what: t(`operator.${rule.operator}`, { what: watchedName(rule.indicator ?? '', services), limit }),
        horizon: spanText(rule.horizonMs, services),
        window: spanText(rule.windowMs, services),
      });
    case 'threshold':
      return t(`operator.${rule.operator}`, { what, limit });
  }
}

/** When it watches: `business hours`, `Mon-Fri 08:00-18:00`; empty for always. */
export function watchHoursText({ hours }: Pick<AlertRule, 'hours'>, services: Words): string {
  if (hours === '') return '';
  return hours === 'business' ? services.t('rule.hours.business') : hoursText(hours, services);
}

/** Condition, place and hours, each a fact. */
export function ruleFacts(rule: AlertRule, called: Called, services: Words): string[] {
  return [conditionText(rule, services), placeText(rule, called, services), watchHoursText(rule, services)].filter(Boolean);
}

/** Whether somebody may configure rules. */
export function mayConfigure({ person }: Pick<Author, 'person'>): boolean {
  return mayAct(person.role, 'admin');
}
