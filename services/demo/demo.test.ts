import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { demoHabit } from './habit.ts';
import { demoEvents, demoHistory, demoOpen, type DemoOptions } from './history.ts';

const options = (seed = 1): DemoOptions => ({
  now: instantOf('2027-05-05T14:10', 'Europe/Berlin'),
  tz: 'Europe/Berlin',
  today: '2027-05-05',
  random: seededRandom(seed),
});

function months(seed?: number) {
  const given = options(seed);
  const events = demoEvents(given);
  return { given, events, done: demoHistory(given, events), open: demoOpen(given) };
}

describe('the demo months', () => {
  it('are the same for the same seed, and others for another', () => {
    const { given: _a, ...first } = months();
    const { given: _b, ...second } = months();
    const { given: _c, ...other } = months(2);
    expect(second).toEqual(first);
    expect(other.done).not.toEqual(first.done);
  });

  it('hold some hundred finished tasks over about 90 days, and enough to do', () => {
    const { given, done, open } = months();
    expect(done.length).toBeGreaterThan(250);
    expect(open.length).toBeGreaterThanOrEqual(40);
    const days = new Set(done.map((task) => new Date(task.record.completedAt!).toISOString().slice(0, 10)));
    expect(days.size).toBeGreaterThan(60);
    expect(Math.max(...done.map((task) => task.record.completedAt!))).toBeLessThanOrEqual(given.now);
  });

  it('are possible: one thing at a time, never in a meeting, and as long as was tracked', () => {
    const { given, events, done } = months();
    const worked = done.flatMap((task) => task.entries).toSorted((a, b) => a.start - b.start);
    const overlaps = worked.filter((entry, index) => index > 0 && worked[index - 1]!.end! > entry.start);
    expect(overlaps).toEqual([]);
    for (const { record, entries } of done) {
      const minutes = entries.reduce((sum, entry) => sum + (entry.end! - entry.start) / 60_000, 0);
      expect(record.actualMin).toBeCloseTo(minutes, 6);
      expect(record.createdAt).toBeLessThan(entries[0]!.start);
    }
    const meetings = events.map(
      (event) => [instantOf(event.start, given.tz), instantOf(event.end, given.tz)] as const,
    );
    const clashes = worked.filter((entry) =>
      meetings.some(([start, end]) => entry.start < end && entry.end! > start),
    );
    expect(clashes).toEqual([]);
  });

  it('hold a habit that was kept for some weeks, and is begun in this one', () => {
    const { habit, weeks, done } = demoHabit(options(), null);
    expect(weeks.map(({ week }) => week).at(-1)).toBe('2027-04-26');
    const sessions = (week: string) => done.filter((session) => session.habitWeek === week).length;
    expect(weeks.map(({ week }) => sessions(week))).toEqual([1, 3, 3, 3, 3, 3]);
    expect(sessions('2027-05-03')).toBe(1);
    expect(new Set(done.map(({ id }) => id)).size).toBe(done.length);
    expect(Math.max(...done.map(({ completedAt }) => completedAt!))).toBeLessThanOrEqual(options().now);
    expect(demoHabit(options(), null).habit).toEqual(habit);
  });
});
