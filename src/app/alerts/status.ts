/** `alerts status`: whether the rules are evaluated, and whether messages arrive. */
import type { Block, Card, Field, ListRow, Rich, Tone } from '../../view/card.ts';
import { mayAct } from '../access.ts';
import { momentText } from '../cards/conversations.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { JobRun } from '../../domain/job-run.ts';
import type { Author, Services, WatchStatus } from '../services.ts';
import { targetNames } from '../targets.ts';
import { jobOf } from './rule-words.ts';

/** Rules are evaluated every minute: a lag of two is nothing, more is. */
const LATE_MS = 150_000;
/** A message that has not left for so long is held up. */
const HELD_MS = 300_000;
const MOST_FAILED = 5;

export async function statusCard({ person, at }: Author & { at: Date }, services: Services, news: Block[] = []): Promise<Card> {
  const { t, alerts, parameters } = services;
  const [status, failed, { timeZone }] = await Promise.all([alerts.status(at), alerts.failed(MOST_FAILED), parameters()]);
  const names = await targetNames(
    failed.map(({ target }) => target),
    services,
  );
  const moment = (one: Date | null): string => (one ? momentText(one, at, timeZone, services) : '–');
  return {
    title: t('alerts.status.title'),
    blocks: [
      ...news,
      { kind: 'text', ...summary(status, at, services) },
      { kind: 'fields', fields: fieldsOf(status, at, services) },
      ...(failed.length > 0
        ? [
            { kind: 'text' as const, text: { bold: t('alerts.status.failed', { count: failed.length }) } },
            {
              kind: 'list' as const,
              rows: failed.map((one) => failedRow(one, names, moment, mayAct(person.role, 'supervisor'), services)),
            },
          ]
        : []),
      ...jobsTable(status.jobs, moment, services),
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: t('refresh'), action: 'alerts.status.refresh', value: '' },
          { kind: 'button', label: t('alerts.title'), action: 'alerts.list', value: '' },
        ],
      },
    ],
    foot: [],
    figures: figuresOf(status, at),
  };
}

function lagMs({ evaluatedAt }: WatchStatus, at: Date): number | null {
  // A clock that was set back holds evaluation up as well.
  return evaluatedAt && Math.abs(at.getTime() - evaluatedAt.getTime());
}

/** Evaluated late, held up or given up: the worst first. */
function summary(status: WatchStatus, at: Date, { t, format }: Services): { text: Rich; tone: Tone } {
  const { outbox, jobs } = status;
  const lag = lagMs(status, at);
  if (lag === null) return { text: t('alerts.status.never'), tone: 'warning' };
  if (lag > LATE_MS) return { text: { bold: t('alerts.status.late', { time: format.duration(lag) }) }, tone: 'bad' };
  const stuck = jobs.filter(({ stuckAt, finishedAt }) => stuckAt && (!finishedAt || stuckAt > finishedAt));
  if (stuck[0]) return { text: { bold: t('alerts.status.stuck', { job: t(`job.${jobOf(stuck[0].job)}`) }) }, tone: 'bad' };
  const waits = outbox.oldest ? at.getTime() - outbox.oldest.getTime() : 0;
  if (waits > HELD_MS)
    return { text: { bold: t('alerts.status.held', { count: outbox.waiting, time: format.duration(waits) }) }, tone: 'warning' };
  if (outbox.failed > 0) return { text: t('alerts.status.gave', { count: outbox.failed }), tone: 'warning' };
  return { text: t('alerts.status.good'), tone: 'good' };
}

function fieldsOf(status: WatchStatus, at: Date, { t, format }: Services): Field[] {
  const { rules, firing, outbox } = status;
  const lag = lagMs(status, at);
  return [
    { label: t('alerts.status.lag'), value: format.duration(lag), ...(lag !== null && lag > LATE_MS && { tone: 'bad' as const }) },
    { label: t('alerts.status.rules'), value: t('alerts.status.firing', { rules: format.number(rules), firing: format.number(firing) }) },
    { label: t('alerts.status.waiting'), value: format.number(outbox.waiting) },
    { label: t('alerts.status.oldest'), value: format.duration(outbox.oldest && at.getTime() - outbox.oldest.getTime()) },
    { label: t('alerts.status.failures'), value: format.number(outbox.failed), ...(outbox.failed > 0 && { tone: 'warning' as const }) },
    { label: t('alerts.status.doubtful'), value: format.number(outbox.doubtful) },
  ];
}

/** What, to whom, when and why; it can be sent again. */
function failedRow(
  { key, kind, title, target, plannedAt, error }: Delivery,
  names: ReadonlyMap<string, string>,
  moment: (at: Date) => string,
  isAllowed: boolean,
  { t }: Services,
): ListRow {
  return {
    tone: 'warning',
    lead: title,
    facts: [t(`delivery.${kind}`), names.get(target) ?? target, moment(plannedAt)],
    ...(error !== null && { detail: error }),
    ...(isAllowed && { menu: [{ kind: 'button' as const, label: t('alerts.status.again'), action: 'alerts.send', value: key }] }),
  };
}

function jobsTable(jobs: readonly JobRun[], moment: (at: Date | null) => string, { t }: Services): Block[] {
  if (jobs.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: t('alerts.status.jobs'),
      columns: [{ label: t('alerts.status.job') }, { label: t('alerts.status.ran'), align: 'end' }, { label: t('alerts.status.how') }],
      rows: jobs.map((run) => [t(`job.${jobOf(run.job)}`), moment(run.finishedAt ?? run.startedAt), t(`alerts.run.${howOf(run)}`)]),
    },
  ];
}

/** The last thing that is known of it. */
function howOf({ startedAt, finishedAt, failedAt, stuckAt }: JobRun): 'stuck' | 'failed' | 'running' | 'done' {
  const last = (at: Date | null): number => at?.getTime() ?? 0;
  const done = last(finishedAt);
  if (last(stuckAt) > done) return 'stuck';
  if (last(failedAt) > done) return 'failed';
  return startedAt.getTime() > done ? 'running' : 'done';
}

function figuresOf({ evaluatedAt, rules, firing, outbox, jobs }: WatchStatus, at: Date): NonNullable<Card['figures']> {
  const count = (id: string, value: number | null): { id: string; value: number | null; unit: 'count' } => ({ id, value, unit: 'count' });
  const ms = (id: string, since: Date | null): { id: string; value: number | null; unit: 'ms' } => ({
    id,
    value: since && Math.max(0, at.getTime() - since.getTime()),
    unit: 'ms',
  });
  const iso = (one: Date | null): string | null => one?.toISOString() ?? null;
  return {
    indicators: [
      ms('alerts.lag', evaluatedAt),
      count('alerts.rules', rules),
      count('alerts.firing', firing),
      count('outbox.waiting', outbox.waiting),
      ms('outbox.oldest', outbox.oldest),
      count('outbox.failed', outbox.failed),
      count('outbox.doubtful', outbox.doubtful),
    ],
    table: {
      columns: ['job', 'started_at', 'finished_at', 'failed_at', 'stuck_at'],
      rows: jobs.map((run) => [run.job, iso(run.startedAt), iso(run.finishedAt), iso(run.failedAt), iso(run.stuckAt)]),
    },
  };
}
