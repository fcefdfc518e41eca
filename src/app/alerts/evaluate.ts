/** A minute's evaluation: what every rule reads, what the board makes of it, and what is told. */
import { advance } from '../../domain/alert-board.ts';
import type { AlertRule } from '../../domain/alert-rule.ts';
import { localDate } from '../../domain/periods.ts';
import type { BoardStore, Measuring } from '../watching.ts';

export interface Evaluating {
  rules: () => Promise<readonly AlertRule[]>;
  timeZone: () => Promise<string>;
  measuring: Pick<Measuring, 'readings' | 'keep'>;
  board: Pick<BoardStore, 'read' | 'change'>;
  /** Hands what is to be told to the outbox. */
  settle: (at: Date) => Promise<void>;
}

/** Evaluates all rules at an instant; one that is not newer than the last evaluation changes nothing. */
export async function evaluate(at: Date, { rules, timeZone, measuring, board, settle }: Evaluating): Promise<void> {
  const [known, zone, before] = await Promise.all([rules(), timeZone(), board.read()]);
  if (!before.at || at > before.at) {
    const readings = await measuring.readings(
      known.filter(({ active }) => active),
      at,
    );
    // Read again where a person acknowledged meanwhile; what was measured stays.
    await board.change((current) => advance(current, known, readings, { at, day: localDate(at, zone) }));
    await measuring.keep(at, known, readings);
  }
  await settle(at);
}
