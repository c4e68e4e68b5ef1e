import { describe, expect, it } from 'vitest';
import { profile as profileSchema } from '../../core/problem.ts';
import { learnProfile, patternsOf, patternTypes, planningProfile } from './index.ts';
import { simulatePerson, type Person } from './testing/person.ts';

function learned(person: Person) {
  return learnProfile(person.entries, person.completions, person.events, { now: person.now, tz: person.tz });
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = a.reduce((sum, value, i) => sum + (value - ma) * (b[i]! - mb), 0);
  const square = (values: readonly number[], m: number): number =>
    values.reduce((sum, v) => sum + (v - m) ** 2, 0);
  return product / Math.sqrt(square(a, ma) * square(b, mb));
}

describe('learnProfile', () => {
  it('finds peak hours and productivity of simulated people after six weeks', () => {
    let exact = 0;
    const correlations: number[] = [];
    for (let seed = 101; seed <= 140; seed++) {
      const person = simulatePerson(seed, 6);
      const found = learned(person);
      const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => {
        return hour * 60 >= person.startMin && (hour + 1) * 60 <= person.endMin;
      });
      if (found.peakHours.join() === person.peakHours.join()) exact++;
      const truth = hours.map((hour) => person.productivity[hour]!);
      const measured = hours.map((hour) => found.byHour.value[hour]!);
      correlations.push(correlation(truth, measured));
    }
    // Luck moves the window by an hour for a few people in a hundred, whose hours differ little.
    expect(exact).toBeGreaterThanOrEqual(38);
    expect(correlations.toSorted((a, b) => a - b)[4]).toBeGreaterThan(0.9);
  });

  it('finds bounds of the day and the cost of switching', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const person = simulatePerson(seed, 6);
      const { day, switching } = learned(person);
      expect(Math.abs(day.value.startMin - person.startMin)).toBeLessThan(15);
      expect(Math.abs(day.value.endMin - person.endMin)).toBeLessThan(25);
      expect(Math.abs(switching.value.costMin - person.switchCostMin)).toBeLessThan(2);
    }
  });

  it('does not depend on the order of its inputs or on anything after now', () => {
    const person = simulatePerson(3, 4);
    const backwards = {
      ...person,
      entries: person.entries.toReversed(),
      completions: person.completions.toReversed(),
    };
    expect(learned(backwards)).toEqual(learned(person));
    const later = person.now + 3_600_000;
    const future = {
      ...person,
      entries: [...person.entries, { taskId: 'x', start: later, end: later + 3_600_000 }],
    };
    expect(learned(future)).toEqual(learned(person));
  });

  it('follows a change of habits', () => {
    const early = simulatePerson(8, 10);
    const late = simulatePerson(1, 10);
    expect(early.peakHours).not.toEqual(late.peakHours);
    const turn = early.now - 35 * 86_400_000;
    const mixed: Person = {
      ...late,
      entries: [
        ...early.entries.filter(({ end }) => end < turn),
        ...late.entries.filter(({ end }) => end >= turn),
      ],
      completions: [
        ...early.completions.filter(({ at }) => at < turn),
        ...late.completions.filter(({ at }) => at >= turn),
      ],
      events: [],
    };
    const options = { now: late.now, tz: late.tz, halfLifeDays: 7 };
    expect(learnProfile(mixed.entries, mixed.completions, [], options).peakHours).toEqual(late.peakHours);
  });

  it('finds the peak around an hour that a daily meeting takes most of', () => {
    const day = (n: number): number => Date.UTC(2027, 2, 1 + n);
    const at = (n: number, hour: number): number => day(n) + hour * 3_600_000;
    const days = Array.from({ length: 26 }, (_, n) => n).filter((n) => n % 7 < 5);
    const stretches = [
      { from: 9.6, to: 12, expectedMin: 240 },
      { from: 13, to: 15, expectedMin: 90 },
      { from: 15, to: 17, expectedMin: 90 },
    ];
    const worked = days.flatMap((n) =>
      stretches.map((stretch, i) => ({ ...stretch, taskId: `${n}-${i}`, n })),
    );
    const entries = worked.map(({ taskId, n, from, to }) => ({
      taskId,
      start: at(n, from),
      end: at(n, to),
    }));
    const early = days.map((n) => ({ taskId: `early-${n}`, start: at(n, 9), end: at(n, 9.05) }));
    const completions = worked.map(({ taskId, n, to, expectedMin }) => ({
      taskId,
      at: at(n, to),
      expectedMin,
    }));
    const meetings = days.map((n) => ({ start: at(n, 9.05), end: at(n, 9.6) }));
    const options = { now: day(27), tz: 'UTC' };
    const found = learnProfile([...entries, ...early], completions, meetings, options);
    expect(found.peakHours).toEqual([9, 10, 11]);
  });

  it('answers the prior without confidence before there is data', () => {
    const prior = Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 1 : 0.5));
    const nothing = learnProfile([], [], [], { now: 0, tz: 'UTC', prior });
    nothing.energyByHour.forEach((value, hour) => expect(value).toBeCloseTo(prior[hour]!, 12));
    expect(nothing.peakHours).toEqual([]);
    for (const { confidence } of patternsOf(nothing)) expect(confidence).toBe(0);
    expect(profileSchema.parse(planningProfile(nothing))).toMatchObject({ focusMin: 60, switchCostMin: 8 });
  });

  it('writes one row for every documented pattern, and a profile that planning takes', () => {
    const found = learned(simulatePerson(2, 6));
    expect(patternsOf(found).map(({ type }) => type)).toEqual(patternTypes);
    for (const { confidence, data } of patternsOf(found)) {
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
      expect(JSON.stringify(data)).not.toMatch(/null,|NaN/);
    }
    expect(() => profileSchema.parse(planningProfile(found))).not.toThrow();
  });
});
