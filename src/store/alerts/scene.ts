/** The desk at an instant, for all rules together: each thing is read once, and only what a rule looks at. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { partsOf } from '../../domain/alert-parts.ts';
import { type DayPart, dayWithin, type People, type Scene } from '../../domain/alert-scene.ts';
import { windowOf, windowsBefore } from '../../domain/alert-windows.ts';
import { isLive } from '../../domain/conversation.ts';
import { belongsToDay, loads } from '../../domain/indicators.ts';
import type { Rules } from '../../domain/limits.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import { type Watched, watchedOf } from '../../domain/watched.ts';
import type { Store } from '../connect.ts';
import { agentsAt, departments, membersOf, rulingOf } from '../queries/agents.ts';
import { contextOf } from '../queries/periods.ts';
import { endedOn, type LiveSnapshot, type Moved, movedSince, settledLive } from '../queries/snapshot.ts';
import type { Coverage } from '../rollups/coverage.ts';
import { HOUR_MS } from '../rollups/names.ts';
import { outermostHour } from '../rollups/roller.ts';
import { coursesAt } from './courses.ts';
import { heardAt, jobsFinished } from './heard.ts';
import { measuredAt } from './measured.ts';
import type { Remembering } from './remembered.ts';

/** What everything is measured with. */
export interface Terms {
  parameters: Parameters;
  rules: Rules;
}

export interface SceneOptions extends Terms {
  remembering: Remembering;
}

/** The desk as these rules look at it, as of `at`. */
export async function sceneAt(store: Store, at: Date, rules: readonly AlertRule[], terms: SceneOptions): Promise<Scene> {
  const { parameters } = terms;
  const kinds = new Set(rules.map(({ kind }) => kind));
  const [people, desk, windows, course, heard, ranAt] = await Promise.all([
    peopleAt(store, at, rules, terms),
    deskAt(store, at, rules, parameters),
    windowsAt(store, at, rules, terms),
    coursesAt(store, at, rules, parameters),
    kinds.has('silence') ? heardAt(store, at) : null,
    kinds.has('job') ? jobsFinished(store) : (): null => null,
  ]);
  let load: ReadonlyMap<string, number> | undefined;
  return { at, parameters, people, ...desk, ...windows, load: () => (load ??= loads(desk.live)), course, heardAt: heard, ranAt };
}

const familyOf = ({ kind, indicator }: AlertRule): Watched['family'] | undefined =>
  kind === 'silence' || kind === 'job' ? undefined : watchedOf(indicator)?.family;

/** Who there is; of departments their members where a rule counts agents. */
export async function peopleAt(store: Store, at: Date, rules: readonly AlertRule[], { rules: known, parameters }: Terms): Promise<People> {
  const ruling = await rulingOf(store, known, parameters.defaultLimit);
  const ofAgents = rules.filter(({ indicator }) => watchedOf(indicator)?.ofAgents);
  const named = [...new Set(ofAgents.flatMap(({ department }) => department ?? []))];
  const [agents, linked, members] = await Promise.all([
    agentsAt(store, at, ruling),
    departments(store, known),
    Promise.all(named.map(async (id): Promise<[string, ReadonlySet<string>]> => [id, await membersOf(store, id, known)])),
  ]);
  const byDepartment = new Map(members);
  return {
    agents,
    departments: new Set(linked.map(({ id }) => id)),
    members: (department) => byDepartment.get(department) ?? new Set(),
    limits: ruling.limits,
  };
}

type DeskThen = Pick<Scene, 'live' | 'day'>;

/** The live conversations, and the day's where a rule counts them. */
async function deskAt(store: Store, at: Date, rules: readonly AlertRule[], { timeZone }: Parameters): Promise<DeskThen> {
  const today = rules.filter((rule) => familyOf(rule) === 'today');
  if (today.length === 0 && !rules.some((rule) => familyOf(rule) === 'now')) return { live: [], day: () => [] };
  const instant = { at, dayStart: startOfDay(at, timeZone) };
  // What moves between the two reads is found by both, and then counts as it stood.
  const settled = await settledLive(store, at);
  const moved = new Map((await movedSince(store, instant)).map((one) => [one.id, one]));
  const live = [...settled.filter(({ id }) => !moved.has(id)), ...[...moved.values()].filter(isLive)];
  if (today.length === 0) return { live, day: () => [] };
  const isApart = today.some(({ department, agents }) => department !== null || agents.length > 0);
  const ended = await endedOn(store, instant, isApart);
  const over = [...moved.values()].filter((one) => !isLive(one) && belongsToDay(one, instant.dayStart));
  const day = [...ended, ...[...live, ...over].map((one) => partOf(one, instant.dayStart))];
  return { live, day: (scope) => dayWithin(scope, day) };
}

function partOf({ channel, state, openedAt, department, agent }: LiveSnapshot | Moved, dayStart: Date): DayPart {
  const opened = openedAt >= dayStart ? 'new' : 'carried';
  return { channel, state, opened, department: department?.id ?? null, agent: agent?.id ?? null, count: 1 };
}

const NOTHING_MEASURED: Scene['measured'] = () => {
  throw new Error('a window was looked at that no rule had asked for');
};

/** What happened in the windows of all rules. */
async function windowsAt(
  store: Store,
  at: Date,
  rules: readonly AlertRule[],
  { parameters, remembering }: SceneOptions,
): Promise<Pick<Scene, 'measured' | 'since'>> {
  const { timeZone } = parameters;
  const looking = rules.filter((rule) => windowOf(rule, at, timeZone) !== null);
  if (looking.length === 0) return { measured: NOTHING_MEASURED, since: null };
  const context = await contextOf(store, parameters, { at, to: new Date(at.getTime() + 1) }, (coverage, moved) =>
    remembering(coverage, moved, parameters),
  );
  const since = rules.some(({ kind }) => kind === 'change') ? await knownSince(store, context.coverage) : null;
  const windows = looking.flatMap((rule) => [windowOf(rule, at, timeZone) ?? [], windowsBefore(rule, { at, parameters, since })].flat());
  const measured = await measuredAt(store, context, at, {
    windows,
    agents: looking.some(({ agents }) => agents.length > 0),
    spread: looking.some(({ indicator }) => partsOf(indicator).spread !== null),
  });
  return { measured, since };
}

/** Since when conversations are known one by one: the first of them, or what retention has left. */
export async function knownSince(store: Store, { frozenBefore }: Pick<Coverage, 'frozenBefore'>): Promise<Date | null> {
  const first = await outermostHour(store, 1);
  return first === undefined ? null : new Date(Math.max(first * HOUR_MS, frozenBefore));
}
