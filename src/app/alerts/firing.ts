/** What fires now, as `alerts` lists it. */
import type { Board } from '../../domain/alert-board.ts';
import type { Incident } from '../../domain/alert-state.ts';
import type { Block, Button, ListRow, Rich, Tone } from '../../view/card.ts';
import { mayAct } from '../access.ts';
import type { Author, Services } from '../services.ts';
import { doorOf } from './incident-doors.ts';
import { takeButton } from './incident-controls.ts';
import { careLines, linesText } from './incident-standing.ts';
import { headline, lastedText, limitText, toneOf } from './incident-words.ts';
import { packPressed, packSnooze } from './pressed.ts';
import { type Sight, sightOf, snoozedUntil, stateOf } from './sight.ts';

const RANK = { critical: 2, warning: 1, info: 0 } as const;

/** Open incidents, the most severe first, then the longest. */
export function openIncidents({ states }: Pick<Board, 'states'>): Incident[] {
  const open = states.flatMap(({ incident }) => incident ?? []);
  return open.sort((a, b) => RANK[b.as.severity] - RANK[a.as.severity] || a.since.getTime() - b.since.getTime());
}

/** How many fire, the worst by name; `open` in their order, at least one. */
export function firingText(open: readonly Incident[], sight: Sight): { text: Rich; tone?: Tone } {
  const { t } = sight.services;
  const [worst] = open;
  if (!worst) return { text: '' };
  const words = { what: headline(worst, sight), time: lastedText(worst, sight.at, sight.services), count: open.length };
  const tone = toneOf(worst, sight);
  return { text: [{ bold: t('alerts.firing', { count: open.length }) }, ` ${t('alerts.worst', words)}`], ...(tone && { tone }) };
}

/** The same as a block of another card; nothing while nothing fires. */
export async function firingLine(open: readonly Incident[], at: Date, services: Services): Promise<Block[]> {
  return open.length === 0 ? [] : [{ kind: 'text', ...firingText(open, await sightOf(open.slice(0, 1), at, services)) }];
}

/** How long, what, against which limit; then who takes care of it. */
export function firingRow(incident: Incident, { person }: Author, sight: Sight): ListRow {
  const { services, at } = sight;
  const { t } = services;
  const standing = careLines(incident, sight);
  const recovering = stateOf(incident, sight)?.phase === 'recovering' ? [t('alerts.recovering')] : [];
  const tone = toneOf(incident, sight);
  return {
    ...(tone && { tone }),
    lead: lastedText(incident, at, services),
    facts: [headline(incident, sight), limitText(incident, services), ...recovering],
    ...(standing.length > 0 && { detail: linesText(standing) }),
    menu: menuOf(incident, person.role, sight),
  };
}

/** What this person may do about it. */
function menuOf(incident: Incident, role: Author['person']['role'], sight: Sight): Button[] {
  const { t } = sight.services;
  const see: Button = { kind: 'button', label: t('alerts.see'), action: 'alerts.see', value: packPressed('list', incident.id) };
  const door = doorOf(incident.as, undefined, sight.services);
  if (!mayAct(role, 'supervisor')) return [see, door];
  const { style: _style, ...take } = takeButton(incident, 'list', sight.services);
  const quiet: Button = snoozedUntil(incident, sight)
    ? { kind: 'button', label: t('alert.again'), action: 'alerts.snooze', value: packSnooze('list', 'again', incident.id) }
    : { kind: 'button', label: t('alert.snooze.for.1h'), action: 'alerts.snooze', value: packSnooze('list', '1h', incident.id) };
  const edit: Button = {
    kind: 'button',
    label: t('alert.rule'),
    action: 'alerts.edit',
    value: packPressed('list', incident.rule),
    opens: 'form',
  };
  return [see, take, quiet, ...(mayAct(role, 'admin') ? [edit] : [door])];
}
