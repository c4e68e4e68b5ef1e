import { describe, expect, it } from 'vitest';
import type { Habit } from '../../core/domain/habit.ts';
import { defaultSettings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import { habitId, taskId } from '../../core/ids.ts';
import type { PlanBlock, Problem } from '../../core/problem.ts';
import { instantOf } from '../../core/time/zoned.ts';
import type { RequestTime } from '../context.ts';
import { aTask } from '../testing.ts';
import { sessionConstraints } from './habit-sessions.ts';
import { buildProblem } from './problem.ts';

const tz = 'Europe/Berlin';
const MONDAY = '2027-05-03';
const at = (local: string): RequestTime => ({ at: instantOf(local, tz), tz, local });
const id = habitId.parse('0190a0a0-0000-7000-8000-000000000001');

const gym = (more: Partial<Habit> = {}): Habit => ({
  id,
  title: 'Gym',
  notes: '',
  projectId: null,
  project: null,
  tags: [],
  people: [],
  priority: 4,
  energy: null,
  timesPerWeek: 3,
  durationMin: 60,
  weekdays: [],
  window: null,
  idealTime: null,
  state: 'active',
  rawText: '',
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
  ...more,
});

let made = 0;
const session = (week = MONDAY, more: Partial<Task> = {}): Task => {
  made += 1;
  const key = taskId.parse(`0190a0a0-0000-7000-8000-${String(made).padStart(12, '0')}`);
  return aTask({ id: key, habitId: id, habitWeek: week, durationMin: 60, tz, ...more });
};

interface Given {
  habit?: Habit;
  sessions?: Task[];
  events?: Problem['events'];
  previous?: PlanBlock[];
  doneToday?: boolean;
}

function constraints(local: string, given: Given = {}) {
  const tasks = given.sessions ?? [session(), session(), session()];
  const found = sessionConstraints(
    {
      habits: [given.habit ?? gym()],
      doneToday: new Set(given.doneToday ? [id] : []),
      tasks,
      settings: defaultSettings,
      events: given.events ?? [],
      previous: given.previous ?? [],
    },
    at(local),
    (task) => task.durationMin ?? 30,
  );
  return tasks.map((task) => found.get(task.id));
}
const earliest = (local: string, given: Given = {}) =>
  constraints(local, given).map((constraint) => constraint?.earliest ?? 'now');

describe('sessions of a week', () => {
  it('are spread over the days that are left, and due in it or not at all', () => {
    expect(earliest(`${MONDAY}T08:00`)).toEqual(['now', '2027-05-05', '2027-05-07']);
    expect(earliest('2027-05-05T08:00')).toEqual(['now', '2027-05-06', '2027-05-07']);
    expect(earliest(`${MONDAY}T08:00`, { sessions: [session(), session()] })).toEqual(['now', '2027-05-06']);
    expect(constraints(`${MONDAY}T08:00`)).toEqual(
      Array(3).fill(expect.objectContaining({ due: '2027-05-09', dueHard: true, series: id })),
    );
  });

  it('keep to their own week when it is not this one', () => {
    const sessions = [session('2027-05-10'), session('2027-05-10'), session('2027-05-10')];
    expect(earliest('2027-05-06T08:00', { sessions, doneToday: true })).toEqual([
      '2027-05-10',
      '2027-05-12',
      '2027-05-14',
    ]);
  });

  it('leave the day alone on which one was done, moved or pinned', () => {
    expect(earliest('2027-05-05T08:00', { sessions: [session(), session()], doneToday: true })).toEqual([
      '2027-05-06',
      '2027-05-07',
    ]);
    const sessions = [session(), session(), session(MONDAY, { pinnedStart: `${MONDAY}T10:00` })];
    expect(earliest(`${MONDAY}T08:00`, { sessions })).toEqual(['2027-05-04', '2027-05-07', 'now']);
  });

  it('count only days whose meetings leave room', () => {
    const full = (day: string) => ({ id: day, start: `${day}T09:30`, end: `${day}T17:00` });
    expect(earliest(`${MONDAY}T08:00`, { events: [full('2027-05-05'), full('2027-05-07')] })).toEqual([
      'now',
      '2027-05-04',
      '2027-05-06',
    ]);
    expect(earliest(`${MONDAY}T16:45`)[0]).toBe('2027-05-04');
  });

  it('keep the order in which the plan had them', () => {
    const sessions = [session(), session(), session()];
    const previous = [2, 0, 1].map((nth, day) => {
      const start = `2027-05-0${3 + day}T10:00`;
      return { taskId: sessions[nth]!.id, start, end: `2027-05-0${3 + day}T11:00`, part: 1, parts: 1 };
    });
    expect(earliest(`${MONDAY}T08:00`, { sessions, previous })).toEqual(['2027-05-05', '2027-05-07', 'now']);
  });

  it('put off into the next week are due there', () => {
    const [constraint] = constraints('2027-05-06T08:00', {
      sessions: [session(MONDAY, { date: '2027-05-11' })],
    });
    expect(constraint).toMatchObject({ due: '2027-05-16', dueHard: true });
  });

  it('carry the window and the time of day; outside of work they have hours of their own', () => {
    const inside = constraints(`${MONDAY}T08:00`, {
      habit: gym({ window: ['09:00', '12:00'], idealTime: '10:30' }),
    });
    expect(inside[0]).toMatchObject({
      windows: { mon: [['09:00', '12:00']], fri: [['09:00', '12:00']] },
      preferred: { hour: 10.5, strength: 1 },
    });
    expect(inside[0]).not.toHaveProperty('ownHours');
    expect(inside[0]?.windows).not.toHaveProperty('sat');
    const evening = constraints(`${MONDAY}T08:00`, {
      habit: gym({ window: ['19:00', '22:00'], weekdays: ['mon', 'sun', 'wed'] }),
    });
    expect(evening[0]).toMatchObject({ ownHours: true, windows: { sun: [['19:00', '22:00']] } });
    const early = constraints(`${MONDAY}T05:00`, { habit: gym({ idealTime: '06:30' }) });
    expect(early[0]).toMatchObject({ ownHours: true, windows: { mon: [['05:30', '08:30']] } });
    expect(constraints(`${MONDAY}T08:00`)[0]).not.toHaveProperty('windows');
  });
});

describe('the problem', () => {
  const source = { events: [], settings: { ...defaultSettings, horizonDays: 3 }, previous: [] };

  it('holds sessions that may begin within the horizon, with what their habit says', () => {
    const tasks = [session(), session(), session(), aTask({ title: 'Other', tz })];
    const habits = { habits: [gym()], doneToday: new Set<typeof id>() };
    const own = session(MONDAY, { earliest: '2027-05-04T14:00', deadline: '2027-05-05' });
    const single = buildProblem({ ...source, tasks: [own], habits }, at(`${MONDAY}T08:00`));
    expect(single.tasks).toMatchObject([{ earliest: '2027-05-04T14:00', due: '2027-05-05' }]);
    const problem = buildProblem({ ...source, tasks, habits }, at(`${MONDAY}T08:00`));
    expect(problem.tasks.map((task) => [task.series, task.earliest, task.due, task.dueHard])).toEqual([
      [id, undefined, '2027-05-09', true],
      [id, '2027-05-05', '2027-05-09', true],
      [undefined, undefined, undefined, undefined],
    ]);
  });
});
