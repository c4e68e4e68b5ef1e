import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../core/domain/settings.ts';
import type { CalendarEvent } from '../../core/domain/calendar.ts';
import { presets } from '../../core/plan-presets.ts';
import { problem as problemSchema } from '../../core/problem.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { RequestTime } from '../context.ts';
import { aTask } from '../testing.ts';
import { buildProblem, remainingMin } from './problem.ts';

const tz = 'Europe/Berlin';
const at = (local: string): RequestTime => ({ at: instantOf(local, tz), tz, local });
const monday = at('2027-05-03T09:00');

function build(tasks: ReturnType<typeof aTask>[], requestTime = monday, rest = {}) {
  return buildProblem({ tasks, events: [], settings: defaultSettings, previous: [], ...rest }, requestTime);
}

describe('buildProblem', () => {
  it('is a problem the solver accepts', () => {
    const built = build([aTask({ deadline: '2027-05-07', energy: 'high', project: 'Work' })]);
    expect(problemSchema.parse(built)).toEqual(built);
  });

  it('says whose word a due moment and a pin are', () => {
    const facts = build([
      aTask({ deadline: '2027-05-07', date: '2027-05-05' }),
      aTask({ date: '2027-05-08' }),
      aTask({ priority: 1 }),
      aTask({ start: '2027-05-03T16:00', date: '2027-05-03' }),
      aTask({ pinnedStart: '2027-05-03T15:00' }),
      aTask({ runningSince: monday.at }),
    ]).tasks.map(({ dueBy, chosenDay, pinBy }) => [dueBy, chosenDay, pinBy]);
    expect(facts).toEqual([
      [undefined, '2027-05-05', undefined],
      ['day', '2027-05-08', undefined],
      ['planner', undefined, undefined],
      ['day', '2027-05-03', 'time'],
      [undefined, undefined, 'hand'],
      [undefined, undefined, 'running'],
    ]);
  });

  it('plans with the given minutes, else the guess, else half an hour', () => {
    const guess = {
      predictionId: null,
      p10: 20,
      p50: 40,
      p90: 80,
      source: 'similar' as const,
      similar: [],
      why: { key: 'k', params: {} },
    };
    const [given, guessed, unknown] = build([
      aTask({ durationMin: 25, predicted: guess }),
      aTask({ predicted: guess }),
      aTask({}),
    ]).tasks;
    expect([given?.durationMin, guessed?.durationMin, unknown?.durationMin]).toEqual([25, 40, 30]);
    expect(guessed?.spread).toEqual({ p10: 20, p50: 40, p90: 80 });
    expect(given?.spread).toEqual({ p10: 12.5, p50: 25, p90: 50 });
  });

  it('reads a weight that own weights know nothing of from the style', () => {
    const settings = { ...defaultSettings, planPreset: 'gentle' as const, planWeights: { tardiness: 3 } };
    const { weights } = build([], monday, { settings });
    expect(weights).toEqual({ ...presets.gentle, tardiness: 3 });
    expect(build([]).weights).toBeUndefined();
  });

  it('takes tracked time off, and leaves something to do when a task runs over', () => {
    expect(remainingMin(aTask({ durationMin: 60, trackedMin: 25 }), monday.at)).toBe(35);
    expect(remainingMin(aTask({ durationMin: 60, runningSince: monday.at - 20 * 60_000 }), monday.at)).toBe(
      40,
    );
    expect(remainingMin(aTask({ durationMin: 60, trackedMin: 90 }), monday.at)).toBe(10);
    expect(remainingMin(aTask({ durationMin: 5, trackedMin: 90 }), monday.at)).toBe(5);
  });

  it('holds a running task where it is, and a pin until it has passed', () => {
    const [running, ahead, missed] = build([
      aTask({ runningSince: monday.at }),
      aTask({ pinnedStart: '2027-05-03T15:00' }),
      aTask({ start: '2027-05-03T08:00', date: '2027-05-03' }),
    ]).tasks;
    expect(running?.pinnedStart).toBe('2027-05-03T09:00');
    expect(ahead?.pinnedStart).toBe('2027-05-03T15:00');
    expect(missed?.pinnedStart).toBeUndefined();
  });

  it('reads moments in the zone they were meant in', () => {
    const [task] = build([
      aTask({ tz: 'America/New_York', start: '2027-05-03T10:00', deadline: '2027-05-04T09:00' }),
    ]).tasks;
    expect(task?.pinnedStart).toBe('2027-05-03T16:00');
    expect(task?.due).toBe('2027-05-04T15:00');
  });

  it('holds a typed time wherever one is, also where that is another day', () => {
    const newYork = 'America/New_York';
    const local = '2027-05-03T09:00';
    const there = { at: instantOf(local, newYork), tz: newYork, local };
    const [task] = build(
      [aTask({ tz: 'Asia/Tokyo', date: '2027-05-05', start: '2027-05-05T12:30' })],
      there,
    ).tasks;
    expect(task?.pinnedStart).toBe('2027-05-04T23:30');
    expect(task?.earliest).toBeUndefined();
  });

  it('lets a deadline weigh more than the next priority, and nothing more than the first', () => {
    const weights = build([
      aTask({ priority: 1 }),
      aTask({ priority: 2, deadline: '2027-05-07' }),
      aTask({ priority: 2 }),
      aTask({ priority: 4, deadline: '2027-05-07' }),
      aTask({ priority: 3 }),
      aTask({ priority: 4 }),
    ]).tasks.map((task) => task.importance!);
    expect(weights.toSorted((a, b) => b - a)).toEqual([
      weights[0],
      weights[1],
      weights[2],
      ...weights.slice(3),
    ]);
    expect(new Set(weights).size).toBe(6);
  });

  it('asks for the day to do it, today when that day is gone', () => {
    const [ahead, past] = build([aTask({ date: '2027-05-05' }), aTask({ date: '2027-04-20' })]).tasks;
    expect(ahead).toMatchObject({ earliest: '2027-05-05', due: '2027-05-05' });
    expect(past?.earliest).toBeUndefined();
    expect(past?.due).toBe('2027-05-03');
  });

  it('opens a chosen day without working hours for the task that is wanted on it', () => {
    const [saturday, monday] = build([aTask({ date: '2027-05-08' }), aTask({ date: '2027-05-10' })]).tasks;
    expect(saturday).toMatchObject({ earliest: '2027-05-08', due: '2027-05-08', ownHours: true });
    expect(saturday?.windows?.sat).toHaveLength(1);
    expect(monday?.windows).toBeUndefined();
  });

  it('asks for the next working day when today has no room any more, and never moves a deadline', () => {
    const friday = at('2027-05-07T17:10');
    const [day, deadline] = build(
      [aTask({ date: '2027-05-07' }), aTask({ deadline: '2027-05-07' })],
      friday,
    ).tasks;
    expect(day?.due).toBe('2027-05-10');
    expect(deadline?.due).toBe('2027-05-07');
  });

  it('keeps a hard deadline hard only while it can be met', () => {
    const [ahead, past] = build([
      aTask({ deadline: '2027-05-04', deadlineHard: true }),
      aTask({ deadline: '2027-05-02', deadlineHard: true }),
    ]).tasks;
    expect(ahead?.dueHard).toBe(true);
    expect(past?.dueHard).toBeUndefined();
  });

  it('leaves out what begins after the horizon, and what waits for it', () => {
    const later = aTask({ date: '2027-06-20' });
    const waiting = aTask({ dependsOn: [later.id] });
    const behind = aTask({ dependsOn: [waiting.id] });
    const now = aTask({});
    expect(build([behind, later, waiting, now]).tasks.map((task) => task.id)).toEqual([now.id]);
  });

  it('forgets dependencies on what is finished', () => {
    const [task] = build([aTask({ dependsOn: [aTask({}).id] })]).tasks;
    expect(task?.dependsOn).toEqual([]);
  });

  it('splits only what is long enough for two parts, and never a pinned task', () => {
    const [long, short, pinned] = build([
      aTask({ durationMin: 120, splittable: true, minChunkMin: 45 }),
      aTask({ durationMin: 60, splittable: true, minChunkMin: 45 }),
      aTask({ durationMin: 120, splittable: true, pinnedStart: '2027-05-03T13:00' }),
    ]).tasks;
    expect([long?.splittable, short?.splittable, pinned?.splittable]).toEqual([true, false, false]);
    const [tiny] = build([aTask({ durationMin: 20, minChunkMin: 45 })]).tasks;
    expect(tiny?.minChunkMin).toBe(20);
  });

  it('passes over events that do not block, and blocks of the past', () => {
    const event = (blocks: boolean): CalendarEvent =>
      ({
        id: 'e',
        title: 'x',
        start: '2027-05-03T10:00',
        end: '2027-05-03T11:00',
        tz,
        allDay: false,
        blocks,
        travelBeforeMin: 15,
        travelAfterMin: 0,
        createdAt: 0,
        updatedAt: 0,
      }) as unknown as CalendarEvent;
    const task = aTask({});
    const block = (start: string, end: string) => ({ taskId: task.id, start, end, part: 1, parts: 1 });
    const built = build([task], monday, {
      events: [event(true), event(false)],
      previous: [
        block('2027-05-03T08:00', '2027-05-03T08:30'),
        block('2027-05-03T10:00', '2027-05-03T10:30'),
      ],
    });
    expect(built.events).toEqual([
      { id: 'e', title: 'x', start: '2027-05-03T10:00', end: '2027-05-03T11:00', travelBeforeMin: 15 },
    ]);
    expect(built.previous?.map((one) => one.start)).toEqual(['2027-05-03T10:00']);
  });

  it('wants what matters most on the next day with room, and weighs a chosen day less than a deadline', () => {
    const [urgent, plain, chosen, promised] = build([
      aTask({ priority: 1 }),
      aTask({ priority: 2 }),
      aTask({ priority: 1, date: '2027-05-05' }),
      aTask({ priority: 1, deadline: '2027-05-05' }),
    ]).tasks;
    expect(urgent).toMatchObject({ due: '2027-05-03', weight: 2 });
    expect(plain?.due).toBeUndefined();
    expect(plain?.weight).toBeUndefined();
    expect(chosen?.weight).toBe(4);
    expect(promised?.weight).toBeUndefined();
  });
});
