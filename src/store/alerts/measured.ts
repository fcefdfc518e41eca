/** What happened in many windows at once, for all rules of a minute: each stretch between their edges is read once. */
import { setImmediate as breathe } from 'node:timers/promises';
import { isWithin, type Measured, type Scene, type Scope, type Window } from '../../domain/alert-scene.ts';
import { CHANNELS, type Channel } from '../../domain/events.ts';
import { COUNTS } from '../../domain/facts.ts';
import type { Store } from '../connect.ts';
import { type Context, readStretch } from '../rollups/read.ts';
import { addTally, emptyTally, measuresOf, type Tally } from '../rollups/tally.ts';

export interface Asked {
  windows: readonly Window[];
  /** Whether any scope names agents. */
  agents: boolean;
  /** Whether any durations are wanted one by one. */
  spread: boolean;
}

/** What adds up in a stretch, by what scopes tell apart; ids, empty for none. */
interface Cell {
  channel: Channel;
  department: string;
  agent: string;
  tally: Tally;
}

/** [from, to) in ms. */
interface Stretch {
  from: number;
  to: number;
  cells: Map<string, Cell>;
  /** The same without agents. */
  places: Map<string, Cell>;
}

const OPENED = COUNTS.indexOf('opened');

/** The stretches between all edges of the windows, where any window is. */
function stretchesOf(windows: readonly Window[]): Stretch[] {
  const edges = [...new Set(windows.flatMap(({ after, until }) => [after + 1, until + 1]))].sort((a, b) => a - b);
  return edges.flatMap((from, index): Stretch[] => {
    const to = edges[index + 1];
    const isWanted = to !== undefined && windows.some(({ after, until }) => after < from && from <= until);
    return isWanted ? [{ from, to, cells: new Map(), places: new Map() }] : [];
  });
}

function cellOf(cells: Map<string, Cell>, channel: Channel, department: string, agent: string): Cell {
  const key = `${channel}\n${department}\n${agent}`;
  const known = cells.get(key);
  if (known) return known;
  const made = { channel, department, agent, tally: emptyTally() };
  cells.set(key, made);
  return made;
}

/** Reads them, as of `at`; the answers come from memory then. */
export async function measuredAt(store: Store, context: Context, at: Date, { windows, agents, spread }: Asked): Promise<Scene['measured']> {
  const stretches = stretchesOf(windows);
  const slots = stretches.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
  const read = { slots, at, level: undefined, kind: agents ? 'people' : 'places', wanted: spread ? 'values' : 'sums' } as const;
  await readStretch(store, context, read, (slot, { channel, department, agent }) => {
    const stretch = stretches[slot];
    return stretch && cellOf(stretch.cells, channel, department, agents ? agent : '').tally;
  });
  for (const { cells, places } of stretches) {
    for (const { channel, department, tally } of cells.values()) addTally(cellOf(places, channel, department, '').tally, tally);
    await breathe();
  }
  return remembering((scope, asked, values) => summed(stretches, scope, asked, values !== null));
}

function summed(stretches: readonly Stretch[], scope: Scope, windows: readonly Window[], spread: boolean): Measured {
  const tally = emptyTally();
  const opened = Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Record<Channel, number>;
  const isAsked = ({ from }: Stretch): boolean => windows.some(({ after, until }) => after < from && from <= until);
  for (const { cells, places } of stretches.filter(isAsked)) {
    for (const cell of (scope.agents.length > 0 ? cells : places).values()) {
      if (!isWithin(scope, cell.channel, cell.department, cell.agent)) continue;
      addTally(tally, cell.tally);
      opened[cell.channel] += cell.tally.counts[OPENED] ?? 0;
    }
  }
  return { measures: measuresOf(tally, spread), opened };
}

/** Rules that differ in their thresholds alone share what they look at. */
function remembering(measured: Scene['measured']): Scene['measured'] {
  const known = new Map<string, Measured>();
  return (scope, windows, spread) => {
    const { department, channel, agents } = scope;
    const key = JSON.stringify([department, channel, agents, windows.map(({ after, until }) => [after, until]), spread !== null]);
    const answer = known.get(key) ?? measured(scope, windows, spread);
    known.set(key, answer);
    return answer;
  };
}
