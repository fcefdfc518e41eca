/** The digests as a card: what is told, when it comes next, to whom, and whether it arrived. */
import type { Digest } from '../../domain/digest.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Block, Button, Card, ListRow } from '../../view/card.ts';
import { mayAct } from '../access.ts';
import type { Author, Digests, Services } from '../services.ts';
import { hubButton } from '../settings/hub-button.ts';
import { formButton, listCard } from '../settings/list-card.ts';
import { targetNames } from '../targets.ts';
import { nextRuns, scheduleWords } from './words.ts';

interface Row {
  digest: Digest;
  next: Date | undefined;
  last: Awaited<ReturnType<Digests['last']>>;
}

interface Seen {
  role: Author['person']['role'];
  parameters: Parameters;
  names: ReadonlyMap<string, string>;
  services: Services;
}

/** All of them, by title. `by.at`: the moment after which the next ones are. */
export async function digestsCard(
  { at, person: { role } }: Author & { at: Date },
  services: Services,
  { offset = 0, news }: { offset?: number; news?: Block[] } = {},
): Promise<Card> {
  const { t, settings } = services;
  const [{ digests }, parameters] = await Promise.all([settings.read(), services.parameters()]);
  const names = await targetNames(
    digests.flatMap(({ targets }) => targets),
    services,
  );
  const rows = await Promise.all(digests.map((digest) => rowOf(digest, at, parameters, services)));
  rows.sort((a, b) => a.digest.title.localeCompare(b.digest.title) || (a.digest.id < b.digest.id ? -1 : 1));
  const seen: Seen = { role, parameters, names, services };
  return listCard(
    {
      command: 'digests',
      name: 'list',
      title: t('digests.title'),
      summary: summaryText(rows, seen),
      items: rows,
      row: (row) => listRow(row, seen),
      offset,
      news,
      buttons: mayAct(role, 'admin') ? [{ ...formButton(t('digests.add'), 'digests.add', ''), style: 'primary' }] : [],
      back: mayAct(role, 'admin') ? [hubButton(services)] : [],
      figures: figuresOf(rows),
    },
    services,
  );
}

async function rowOf(digest: Digest, at: Date, parameters: Parameters, { digests }: Services): Promise<Row> {
  return { digest, next: digest.active ? nextRuns(digest, at, 1, parameters)[0] : undefined, last: await digests.last(digest, at) };
}

function momentIn({ timeZone }: Digest, at: Date, { parameters, services: { format } }: Seen): string {
  // Another zone than the operation's is named.
  const zone = timeZone !== null && timeZone !== parameters.timeZone ? ` (${format.zone(timeZone)})` : '';
  return `${format.moment(at, timeZone ?? parameters.timeZone)}${zone}`;
}

function summaryText(rows: readonly Row[], seen: Seen): string {
  const { t } = seen.services;
  if (rows.length === 0) return t('digests.none');
  const [first] = rows.filter(({ next }) => next).sort((a, b) => Number(a.next) - Number(b.next));
  const next = first?.next ? [t('digests.next', { title: first.digest.title, moment: momentIn(first.digest, first.next, seen) })] : [];
  return [t('digests.summary', { count: rows.length }), ...next].join(' ');
}

function listRow({ digest, next, last }: Row, seen: Seen): ListRow {
  const { names, services } = seen;
  const { t, format } = services;
  const failed = last?.deliveries.filter(({ state }) => state === 'failed').map(({ target }) => names.get(target) ?? target) ?? [];
  const isAlone = digest.targets.length === 0;
  const due = next ? t('digests.row.next', { moment: momentIn(digest, next, seen) }) : t('digest.next.never');
  return {
    ...(digest.active && (failed.length > 0 ? { tone: 'bad' as const } : isAlone ? { tone: 'warning' as const } : {})),
    lead: digest.title,
    facts: [
      scheduleWords(digest.schedule, services),
      digest.active ? due : t('digests.paused'),
      isAlone ? t('digests.nobody') : format.join(digest.targets.map((target) => names.get(target) ?? target)),
    ],
    detail: [
      digest.parts.map((part) => t(`digest.part.${part}`)).join(', '),
      ...(failed.length > 0 ? [t('digests.failed', { targets: format.join(failed) })] : []),
    ].join(' · '),
    menu: menuOf(digest, seen),
  };
}

/** What this person may do with it. */
function menuOf({ id, active }: Digest, { role, services: { t } }: Seen): Button[] {
  const button = (label: string, action: string): Button => ({ kind: 'button', label, action: `digests.${action}`, value: id });
  const preview = mayAct(role, 'supervisor') ? [button(t('digests.preview'), 'preview')] : [];
  if (!mayAct(role, 'admin')) return preview;
  return [
    ...preview,
    formButton(t('settings.edit'), 'digests.edit', id),
    formButton(t('digests.send'), 'digests.send', id),
    active ? button(t('digests.pause'), 'pause') : button(t('settings.activate'), 'activate'),
    formButton(t('settings.remove'), 'digests.remove', id, 'danger'),
  ];
}

function figuresOf(rows: readonly Row[]): NonNullable<Card['figures']> {
  return {
    table: {
      columns: ['id', 'title', 'active', 'schedule', 'next', 'targets'],
      rows: rows.map(({ digest, next }) => [
        digest.id,
        digest.title,
        digest.active ? 'yes' : 'no',
        digest.schedule,
        next?.toISOString() ?? null,
        digest.targets.join(' '),
      ]),
    },
  };
}
