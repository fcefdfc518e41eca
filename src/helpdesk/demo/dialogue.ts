/** What an agent and a contact write to one another from an assignment to its end. */
import { MINUTE, SECOND } from './calendar.ts';
import type { Random } from './random.ts';
import type { Duty } from './staff.ts';
import { CLOSINGS, HANDOVER, type Topic } from './talk.ts';

export interface Line {
  at: number;
  from: 'contact' | 'agent';
  text: string;
}

export interface Dialogue {
  lines: Line[];
  end: { at: number; how: 'done' | 'gone' | 'quit' | 'handover' };
}

/** How it ends: the agent closes it, the contact falls silent, or leaves. */
const ENDS = { done: 88, gone: 8, quit: 4 };
const ROUNDS = { '0': 37, '1': 55, '2': 8 };

/** One agent's part. With `handover` it ends after the first words, for someone else to go on. Instants in ms. */
export function dialogue(duty: Duty, topic: Topic, start: number, handover: boolean, draw: Random): Dialogue {
  const latest = duty.to + draw.between(10, 45) * MINUTE;
  const lines: Line[] = [];
  let at = start;
  const agent = (median: number, text: string): void => {
    at = aside(duty, at + Math.round(Math.max(6 * SECOND, draw.lognormal(median, 1.1) * duty.pace)), draw);
    lines.push({ at, from: 'agent', text });
  };
  agent(50 * SECOND, topic.agent[0]);
  if (handover) {
    agent(100 * SECOND, HANDOVER);
    return cutAt(lines, { at: at + 20 * SECOND, how: 'handover' }, latest);
  }
  const how = draw.weighted(ENDS);
  for (let round = 1; round <= Number(draw.weighted(ROUNDS)); round += 1) {
    at += Math.round(Math.max(8 * SECOND, draw.lognormal(3.2 * MINUTE, 0.9) * duty.pace));
    lines.push({ at, from: 'contact', text: topic.contact[(round - 1) % topic.contact.length] ?? topic.contact[0] });
    agent(3 * MINUTE, topic.agent[round] ?? draw.pick(CLOSINGS));
  }
  const silence = how === 'quit' ? draw.between(2, 8) : how === 'gone' ? draw.between(14, 26) : draw.lognormal(5.5, 0.7) * duty.pace;
  return cutAt(lines, { at: at + Math.round(silence * MINUTE), how }, latest);
}

/** Most answers wait for the end of a break. */
function aside({ breaks }: Duty, at: number, draw: Random): number {
  const pause = breaks.find(({ from, to }) => at >= from && at < to);
  return pause && draw.chance(0.6) ? pause.to + Math.round(draw.between(20, 150) * SECOND) : at;
}

/** Agents go home: what is still open then is closed. */
function cutAt(lines: Line[], end: Dialogue['end'], latest: number): Dialogue {
  if (end.at <= latest) return { lines, end };
  const at = Math.round(Math.max(latest, (lines[0]?.at ?? latest) + MINUTE));
  return { lines: lines.filter((line) => line.at < at), end: { at, how: 'done' } };
}
