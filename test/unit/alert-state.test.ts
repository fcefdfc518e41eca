/** A rule over a day: it waits, fires, recovers and is over, and a flickering value disturbs nobody. */
import fc from 'fast-check';
import { type AlertRule, isBeyond, NO_DATA, OPERATORS } from '../../src/domain/alert-rule.ts';
import { type Incident, type Reading, type RuleState, step } from '../../src/domain/alert-state.ts';
import { MINUTE, minute, reading, rule } from '../rules.ts';

interface Day {
  state: RuleState | undefined;
  phases: string[];
  started: Incident[];
  ended: Incident[];
}

/** Lives through readings; a rule that changes on the way comes with its reading. */
function live(rules: AlertRule | ((index: number) => AlertRule), readings: readonly Reading[]): Day {
  const day: Day = { state: undefined, phases: [], started: [], ended: [] };
  readings.forEach((one, index) => {
    const { state, started, ended } = step(day.state, typeof rules === 'function' ? rules(index) : rules, one);
    day.state = state;
    day.phases.push(state.phase);
    if (started) day.started.push(started);
    if (ended) day.ended.push(ended);
  });
  return day;
}

const minutes = (...values: (number | null)[]): Reading[] => values.map((value, index) => reading(index, value));

describe('a rule', () => {
  test('fires at once where it need not hold, and tells since when, the peak and the end', () => {
    const { phases, started, ended } = live(rule(), minutes(4, 11, 15, 12, 9));
    expect(phases).toEqual(['normal', 'firing', 'firing', 'firing', 'normal']);
    expect(started).toHaveLength(1);
    expect(ended).toMatchObject([{ startedAt: minute(1), endedAt: minute(4), peak: 15 * MINUTE, ending: 'recovered', id: started[0]?.id }]);
  });

  test('at the very limit is not above it; at least takes it', () => {
    expect(live(rule(), minutes(10)).started).toHaveLength(0);
    expect(live(rule({ operator: 'at_least' }), minutes(10)).started).toHaveLength(1);
    expect(live(rule({ operator: 'at_most' }), minutes(10)).started).toHaveLength(1);
    expect(live(rule({ operator: 'below' }), minutes(10)).started).toHaveLength(0);
  });

  test('waits until it has held for long enough; one good minute between begins anew', () => {
    const held = rule({ forMs: 3 * MINUTE });
    expect(live(held, minutes(11, 11, 11, 11)).phases).toEqual(['pending', 'pending', 'pending', 'firing']);
    const broken = live(held, minutes(11, 11, 9, 11, 11, 11, 11));
    expect(broken.phases).toEqual(['pending', 'pending', 'normal', 'pending', 'pending', 'pending', 'firing']);
    expect(broken.started[0]).toMatchObject({ since: minute(3), startedAt: minute(6) });
  });

  test('is not over before the value is back beyond where it is over, and has stayed there', () => {
    const wide = rule({ clear: 8 * MINUTE, keepMs: 2 * MINUTE });
    const { phases, ended } = live(wide, minutes(11, 9, 8, 7, 9, 7, 7, 7));
    expect(phases).toEqual(['firing', 'firing', 'recovering', 'recovering', 'firing', 'recovering', 'recovering', 'normal']);
    expect(ended).toHaveLength(1);
  });

  test('between the two, nothing begins', () => {
    expect(live(rule({ clear: 8 * MINUTE }), minutes(9, 9.5, 10)).phases).toEqual(['normal', 'normal', 'normal']);
  });

  test('without data does what its policy says: nothing is wrong, all stays, or something is', () => {
    const story = minutes(11, null, null, 11);
    expect(live(rule({ noData: 'ok' }), story).phases).toEqual(['firing', 'normal', 'normal', 'firing']);
    expect(live(rule({ noData: 'keep' }), story).phases).toEqual(['firing', 'firing', 'firing', 'firing']);
    expect(live(rule({ noData: 'alert' }), minutes(4, null, 4)).phases).toEqual(['normal', 'firing', 'normal']);
  });

  test('with too few conversations behind the value has none, and that is no alarm', () => {
    const few = rule({ minSample: 5, noData: 'alert' });
    const sampled = (n: number): Reading[] => [reading(0, 30, { n })];
    expect(live(few, sampled(4)).phases).toEqual(['normal']);
    expect(live(few, sampled(5)).phases).toEqual(['firing']);
  });

  test('that compares with earlier weeks takes the limit of each reading', () => {
    const busier = rule({ kind: 'change', indicator: 'period.opened', threshold: 0.5 });
    const { phases } = live(busier, [reading(0, 10, { limit: 12 * MINUTE }), reading(1, 13, { limit: 12 * MINUTE })]);
    expect(phases).toEqual(['normal', 'firing']);
  });

  test('outside its hours is silent; what fires then is over for that reason', () => {
    const { phases, ended } = live(rule({ forMs: MINUTE }), [
      reading(0, 11),
      reading(1, 11),
      reading(2, 11, { open: false }),
      reading(3, 11, { open: false }),
      reading(4, 11),
    ]);
    expect(phases).toEqual(['pending', 'firing', 'normal', 'normal', 'pending']);
    expect(ended).toMatchObject([{ ending: 'hours' }]);
  });

  test('that somebody changes is judged at once by the new one, openly', () => {
    const softer = live((index) => rule({ threshold: (index < 2 ? 10 : 15) * MINUTE, keepMs: 5 * MINUTE }), minutes(11, 12, 12, 12));
    expect(softer.phases).toEqual(['firing', 'firing', 'normal', 'normal']);
    expect(softer.ended).toMatchObject([{ ending: 'edited', endedAt: minute(2) }]);
    const still = live((index) => rule({ threshold: (index < 2 ? 10 : 11) * MINUTE }), minutes(11, 12, 12));
    expect(still.phases).toEqual(['firing', 'firing', 'firing']);
    expect(still.state?.incident).toMatchObject({ edited: true, id: still.started[0]?.id });
  });

  test('whose words or targets change goes on as if nothing had', () => {
    const { phases, state } = live((index) => rule({ title: `Wait ${index}`, targets: [] }), minutes(11, 12));
    expect(phases).toEqual(['firing', 'firing']);
    expect(state?.incident).toMatchObject({ edited: false, as: { title: 'Wait 1' } });
  });

  test('after a pause of the process does not take what was pending for held', () => {
    const held = rule({ forMs: 4 * MINUTE });
    expect(live(held, [reading(0, 11), reading(30, 11), reading(34, 11)]).phases).toEqual(['pending', 'pending', 'firing']);
  });

  test('evaluated again for the same minute, or an earlier one, stays as it is', () => {
    const { state } = live(rule(), minutes(4, 11));
    for (const again of [reading(1, 2), reading(0, 2)]) expect(step(state, rule(), again)).toEqual({ state, started: null, ended: null });
  });
});

describe('whatever comes', () => {
  const rules = fc.record({
    operator: fc.constantFrom(...OPERATORS),
    hold: fc.nat({ max: 4 }),
    keep: fc.nat({ max: 4 }),
    gap: fc.nat({ max: 5 }),
    noData: fc.constantFrom(...NO_DATA),
  });
  const values = fc.array(fc.record({ value: fc.option(fc.nat({ max: 20 }), { freq: 8 }), open: fc.boolean() }), { maxLength: 60 });
  const made = ({
    operator,
    hold,
    keep,
    gap,
    noData,
  }: {
    operator: AlertRule['operator'];
    hold: number;
    keep: number;
    gap: number;
    noData: AlertRule['noData'];
  }): AlertRule => {
    const clear = operator === 'above' || operator === 'at_least' ? 10 - gap : 10 + gap;
    return rule({ operator, forMs: hold * MINUTE, keepMs: keep * MINUTE, clear: clear * MINUTE, noData });
  };

  test('beginnings and ends take turns, each incident has one of either, and no two are open', () => {
    fc.assert(
      fc.property(rules, values, (part, stream) => {
        const happened: string[] = [];
        let state: RuleState | undefined;
        stream.forEach(({ value, open }, index) => {
          const next = step(state, made(part), reading(index, value, { open }));
          if (next.ended) happened.push(`end ${next.ended.id}`);
          if (next.started) happened.push(`start ${next.started.id}`);
          state = next.state;
          expect(state.incident !== null).toBe(state.phase === 'firing' || state.phase === 'recovering');
        });
        const starts = happened.filter((one) => one.startsWith('start'));
        happened.forEach((one, index) => {
          if (index % 2 === 0) expect(one).toMatch(/^start/);
          else expect(one).toBe(`end ${happened[index - 1]?.slice('start '.length)}`);
        });
        expect(new Set(starts).size).toBe(starts.length);
      }),
    );
  });

  test('values that stay between the limit and where it is over neither begin nor end anything', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.integer({ min: 81, max: 100 }), { minLength: 1, maxLength: 40 }), (fires, stream) => {
        const wide = rule({ clear: 8 * MINUTE });
        const first = step(undefined, wide, reading(0, fires ? 11 : 7));
        const { started, ended } = stream.reduce(
          (day, tenths, index) => {
            const next = step(day.state, wide, reading(index + 1, tenths / 10));
            return { state: next.state, started: day.started || next.started !== null, ended: day.ended || next.ended !== null };
          },
          { state: first.state, started: false, ended: false },
        );
        expect({ started, ended }).toEqual({ started: false, ended: false });
      }),
    );
  });

  test('it fires exactly at the first minute up to which it has held for long enough, by an account of its own', () => {
    fc.assert(
      fc.property(rules, fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 60 }), (part, stream) => {
        const watched = made(part);
        const bad = stream.map((value) => isBeyond(watched.operator, value, 10));
        // The first minute at whose end `hold` whole minutes have been bad without a break.
        const expected = bad.findIndex((_, index) => index >= part.hold && bad.slice(index - part.hold, index + 1).every(Boolean));
        const { started } = live(watched, minutes(...stream));
        expect(started[0]?.startedAt ?? null).toEqual(expected < 0 ? null : minute(expected));
      }),
    );
  });

  test('readings that come twice or late change nothing', () => {
    fc.assert(
      fc.property(
        rules,
        fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 30 }),
        fc.array(fc.nat({ max: 29 }), { maxLength: 20 }),
        (part, stream, repeats) => {
          const once = minutes(...stream);
          const repeated = once.flatMap((one, index) => [one, ...repeats.filter((back) => back <= index).map((back) => once[back] ?? one)]);
          const [plain, noisy] = [live(made(part), once), live(made(part), repeated)];
          expect(noisy.state).toEqual(plain.state);
          expect(noisy.ended).toEqual(plain.ended);
        },
      ),
    );
  });
});

describe('a rule that is edited while it fires', () => {
  const firing = (one: AlertRule, part: Partial<Reading>): RuleState => step(undefined, one, reading(0, 30, part)).state;

  test('to watch something else begins its peak anew; whoever has it keeps it', () => {
    const before = firing(rule(), {});
    const known = { ...before, incident: before.incident && { ...before.incident, acknowledged: { by: 'ana', at: minute(0), value: 30 } } };
    const queue = rule({ indicator: 'now.queue.size', threshold: 20 });
    const { state } = step(known, queue, { at: minute(1), value: 25, open: true });
    expect(state.incident).toMatchObject({ edited: true, value: 25, peak: 25, limit: 20, acknowledged: { by: 'ana', value: 25 } });
  });

  test('to another part of what is usual is compared with the new one', () => {
    const change = rule({ kind: 'change', indicator: 'period.opened', threshold: 0.6 });
    const { state } = step(
      firing(change, { value: 80, limit: 64 }),
      { ...change, threshold: 0.3 },
      { at: minute(1), value: 80, limit: 52, open: true },
    );
    expect(state.incident).toMatchObject({ limit: 52, peak: 80 });
  });

  test('in a minute without data is judged by the next that has some', () => {
    const keeping = rule({ noData: 'keep', keepMs: 30 * MINUTE });
    const edited = { ...keeping, threshold: 40 * MINUTE };
    const unknown = step(firing(keeping, {}), edited, reading(1, null));
    expect(unknown.ended).toBeNull();
    expect(step(unknown.state, edited, reading(2, 30)).ended).toMatchObject({ ending: 'edited' });
  });
});

test('a value with too few conversations behind it is no peak, and no value', () => {
  const abandonment = rule({ indicator: 'period.abandonment', threshold: 0.1, clear: 0.07, minSample: 20, keepMs: 3 * MINUTE });
  const given: [number, number][] = [
    [0.15, 20],
    [0.6, 5],
    [1, 1],
    [1, 1],
    [1, 1],
  ];
  const readings = given.map(([value, n], index): Reading => ({ at: minute(index), value, n, open: true }));
  expect(live(abandonment, readings).ended).toMatchObject([{ ending: 'recovered', peak: 0.15, value: null }]);
});

test('an incident that began without data has the limit of the first value', () => {
  const change = rule({ kind: 'change', indicator: 'period.opened', threshold: 0.5, noData: 'alert' });
  const began = step(undefined, change, reading(0, null));
  expect(step(began.state, change, { at: minute(1), value: 80, limit: 60, open: true }).state.incident).toMatchObject({ limit: 60 });
});
