import { describe, expect, it } from 'vitest';
import { problem as problemSchema, type Problem } from '../../core/problem.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { aTask } from '../testing.ts';
import { overrunOptions, plannedMin } from './overrun.ts';

const TZ = 'Europe/Berlin';
const NOW = '2027-05-03T10:20';
const now = instantOf(NOW, TZ);

const running = aTask({ durationMin: 60, runningSince: instantOf('2027-05-03T09:00', TZ) });
const next = aTask({ title: 'Review', durationMin: 45 });
const last = aTask({ title: 'Receipts', durationMin: 30 });
const hours: Problem['workingHours'] = { mon: [['09:00', '17:00']], wed: [['09:00', '17:00']] };

const problem = problemSchema.parse({
  now: NOW,
  tz: TZ,
  horizonDays: 7,
  workingHours: hours,
  tasks: [
    { id: running.id, durationMin: 10, pinnedStart: NOW },
    { id: next.id, durationMin: 45, spread: { p10: 30, p50: 45, p90: 60 } },
    { id: last.id, durationMin: 30 },
  ],
});
const blocks = [
  { taskId: last.id, start: '2027-05-03T11:30', end: '2027-05-03T12:00', part: 1, parts: 1 },
  { taskId: next.id, start: '2027-05-03T10:30', end: '2027-05-03T11:15', part: 1, parts: 1 },
];

/** Minutes that the trial plans for a task. */
function minutesIn(trial: Problem, id: string): number | undefined {
  return trial.tasks.find((task) => task.id === id)?.durationMin;
}

describe('what can be done about a task that runs over', () => {
  it('is more time, less for the next, or another day for the cheapest, each with its chance', async () => {
    const trials: (number | undefined)[][] = [];
    const options = await overrunOptions({ task: running, now, problem, blocks, hours }, async (trial) => {
      trials.push([running, next, last].map(({ id }) => minutesIn(trial, id)));
      const shortened = minutesIn(trial, next.id) !== 45;
      return { probability: shortened ? 0.75 : 0.6, without: { taskId: last.id, probability: 0.9 } };
    });
    expect(options).toEqual([
      // It has taken 80 minutes of 60.
      { kind: 'extend', taskId: running.id, durationMin: 95, chance: 0.6 },
      { kind: 'shorten', taskId: next.id, durationMin: 30, chance: 0.75 },
      // Tuesday has no hours.
      { kind: 'move', taskId: last.id, day: '2027-05-05', chance: 0.9 },
    ]);
    expect(trials).toEqual([
      [15, 45, 30],
      [15, 30, 30],
    ]);
  });

  it('leaves out what makes no sense: a next task that is short already, and a day with nothing to move', async () => {
    const short = { ...problem, tasks: problem.tasks.map((task) => ({ ...task, durationMin: 10 })) };
    const options = await overrunOptions({ task: running, now, problem: short, blocks, hours }, async () => ({
      probability: 0.9,
      without: null,
    }));
    expect(options.map(({ kind }) => kind)).toEqual(['extend']);
  });

  it('counts from what the person said, else from the guess', () => {
    expect(plannedMin(running)).toBe(60);
    expect(plannedMin(aTask({}))).toBe(30);
  });
});
