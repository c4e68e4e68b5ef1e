import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HabitView } from '../../core/domain/habit.ts';
import type { Task } from '../../core/domain/task.ts';
import type { Database } from '../../db/index.ts';
import { serviceWorld, type ServiceWorld } from '../testing.ts';
import { sessionId } from './sessions.ts';

/** Habits through their use cases, on a real database. Monday is 3 May 2027. */

const MONDAY = '2027-05-03';
const NEXT = '2027-05-10';

let world: ServiceWorld;
beforeEach(() => {
  world = serviceWorld();
});

const gym = (more = {}): HabitView =>
  world.services.habits.create({ title: 'Gym', timesPerWeek: 3, durationMin: 45, ...more });
const sessions = (habit: HabitView, week?: string): Task[] => world.db.tasks.sessions(habit.id, week);
const open = (habit: HabitView, week?: string): Task[] =>
  sessions(habit, week).filter((task) => task.status === 'open');
const seen = (): HabitView => world.services.habits.list()[0]!;
const week = (): [number, number] => [seen().thisWeek.done, seen().thisWeek.aim];
const finishOne = (): void =>
  void world.services.tasks.finish(open(seen(), seen().thisWeek.week)[0]!.id, undefined, {});
const at = (local: string): void => {
  world.now = local;
  world.services.habits.roll();
};

describe('a new habit', () => {
  it('has as many sessions in each week ahead as it is wanted, made by ids that follow from it', () => {
    const habit = gym({ project: 'Health', tags: ['body'], energy: 'high' });
    expect(habit).toMatchObject({
      project: 'Health',
      thisWeek: { week: MONDAY, aim: 3, done: 0 },
      streakWeeks: 0,
    });
    expect([MONDAY, NEXT, '2027-05-17'].map((monday) => sessions(habit, monday).length)).toEqual([3, 3, 0]);
    expect(
      sessions(habit, NEXT)
        .map((task) => task.id)
        .sort(),
    ).toEqual([1, 2, 3].map((slot) => sessionId(habit.id, NEXT, slot)).sort());
    for (const task of sessions(habit)) {
      expect(task).toMatchObject({
        title: 'Gym',
        durationMin: 45,
        project: 'Health',
        tags: ['body'],
        energy: 'high',
      });
      expect([task.date, task.deadline, task.rrule, task.splittable]).toEqual([null, null, null, false]);
    }
  });

  it('wants no more of a week that has begun than the days that are left', () => {
    world.now = '2027-05-06T18:00';
    expect(gym().thisWeek).toEqual({ week: MONDAY, aim: 1, done: 0 });
    expect(open(seen(), NEXT)).toHaveLength(3);
    world.now = '2027-05-08T10:00';
    expect(gym({ title: 'Run' }).thisWeek.aim).toBe(0);
    expect(
      gym({ title: 'Walk', weekdays: ['fri', 'sat', 'sun'], window: ['07:00', '22:00'] }).thisWeek.aim,
    ).toBe(2);
  });

  it('takes the weekend only when the working days are too few, or when it is said', () => {
    expect(gym({ timesPerWeek: 5 }).thisWeek.aim).toBe(5);
    expect(gym({ title: 'Stretch', timesPerWeek: 7 }).thisWeek.aim).toBe(7);
  });

  it('counts as one task, whatever its sessions', () => {
    gym();
    gym({ title: 'Read', project: 'Home' });
    expect(world.services.tasks.counts()).toMatchObject({ open: 2, inbox: 1 });
    expect(world.services.tasks.list({ withoutSessions: true }).total).toBe(0);
  });

  it.each([
    ['no title', { title: '  ' }],
    ['a window that ends before it begins', { window: ['20:00', '19:00'] as [string, string] }],
    ['a window that is too short', { window: ['19:00', '19:30'] as [string, string] }],
    [
      'an ideal time outside of the window',
      { window: ['19:00', '21:00'] as [string, string], idealTime: '20:30' },
    ],
    ['more times than days', { weekdays: ['mon' as const, 'thu' as const] }],
    ['a day named twice', { weekdays: ['mon' as const, 'mon' as const, 'tue' as const] }],
  ])('with %s is refused and leaves nothing behind', (_name, more) => {
    const before = world.db.changes.lastSeq();
    expect(() => gym({ project: 'Fresh', ...more })).toThrow(
      expect.objectContaining({ code: 'invalidInput' }),
    );
    expect(world.services.habits.list()).toEqual([]);
    expect(world.db.tasks.list().total).toBe(0);
    expect(world.db.projects.list()).toEqual([]);
    expect(world.db.changes.lastSeq()).toBe(before);
  });

  it('is the same habit on two devices that make it of the same task', () => {
    const { db, services } = world;
    const other = serviceWorld();
    const task = services.habits.create({ title: 'x', timesPerWeek: 2 });
    const made = db.tasks.get(sessions(task)[0]!.id)!;
    const plain = {
      ...made,
      id: v7() as Task['id'],
      habitId: null,
      habitWeek: null,
      title: 'Play the piano',
    };
    for (const one of [db, other.db]) one.tasks.insert(plain);
    const here = services.habits.create({ timesPerWeek: 3, fromTask: plain.id });
    const there = other.services.habits.create({ timesPerWeek: 3, fromTask: plain.id });
    const idsOf = (one: Database): string[] =>
      one.tasks
        .sessions(here.id)
        .map(({ id }) => id)
        .sort();
    expect(there.id).toBe(here.id);
    expect(idsOf(other.db)).toEqual(idsOf(db));
    expect(idsOf(db)).toContain(plain.id);
    expect(here).toMatchObject({ title: 'Play the piano', thisWeek: { aim: 3 } });
    expect(sessions(here, MONDAY)).toHaveLength(3);
  });
});

describe('a week', () => {
  it('counts what is done in any order, and one more than planned', async () => {
    const habit = gym();
    const [, second, third] = sessions(habit, MONDAY);
    world.services.tasks.finish(third!.id, 50, {});
    expect(week()).toEqual([1, 3]);
    world.services.tasks.finish(second!.id, undefined, {});
    expect(week()).toEqual([2, 3]);
    expect(world.services.habits.checkIn(habit.id).status).toBe('done');
    expect(week()).toEqual([3, 3]);
    expect(seen()).toMatchObject({ next: null, streakWeeks: 1 });
    const extra = world.services.habits.checkIn(habit.id, 20);
    expect(extra).toMatchObject({ status: 'done', actualMin: 20, habitWeek: MONDAY });
    expect(week()).toEqual([4, 3]);
    expect(open(habit, MONDAY)).toEqual([]);
    expect(open(habit, NEXT)).toHaveLength(3);
    await world.services.history.undo();
    expect(week()).toEqual([3, 3]);
    expect(world.db.tasks.get(extra.id)).toBeUndefined();
  });

  it('gets smaller by what is skipped, and whole again by an undo', async () => {
    const habit = gym();
    world.services.tasks.drop(open(habit, MONDAY)[0]!.id);
    expect(week()).toEqual([0, 2]);
    at('2027-05-04T08:00');
    expect(open(habit, MONDAY)).toHaveLength(2);
    finishOne();
    finishOne();
    expect([week(), seen().streakWeeks]).toEqual([[2, 2], 1]);
    for (let n = 0; n < 3; n += 1) await world.services.history.undo();
    expect(week()).toEqual([0, 3]);
  });

  it('that is over leaves nothing behind, and the next one begins', () => {
    const habit = gym();
    finishOne();
    const seq = world.db.behavior.count('dropped');
    at('2027-05-10T00:05');
    expect(open(habit, MONDAY)).toEqual([]);
    expect(sessions(habit, MONDAY).map(({ status }) => status)).toEqual(['done']);
    expect(week()).toEqual([0, 3]);
    expect(seen().streakWeeks).toBe(0);
    expect(world.db.behavior.count('dropped')).toBe(seq);
    expect(open(habit, '2027-05-17')).toHaveLength(3);
    expect(world.services.dailyReviews.current().leftovers).toEqual([]);
    at('2027-05-10T00:06');
    expect(sessions(habit)).toHaveLength(7);
  });

  it('that is over keeps a session with time in it, and one that still runs', () => {
    const habit = gym();
    const [begun, running] = open(habit, MONDAY);
    world.now = '2027-05-09T21:00';
    world.services.tasks.start(begun!.id, {});
    world.now = '2027-05-09T21:20';
    world.services.tasks.pause(begun!.id);
    world.services.tasks.start(running!.id, {});
    at('2027-05-10T00:10');
    expect(world.db.tasks.get(begun!.id)).toMatchObject({ status: 'dropped', trackedMin: 20 });
    expect(world.db.tasks.get(running!.id)?.status).toBe('open');
    world.services.tasks.finish(running!.id, undefined, {});
    expect(world.db.tasks.get(running!.id)).toMatchObject({ status: 'done', habitWeek: MONDAY });
    // Two of three were done or begun; the third was not, so the week does not count.
    expect(seen().streakWeeks).toBe(0);
  });

  it('that is over waits for a session that was put off to the next one', () => {
    const habit = gym();
    const [late] = open(habit, MONDAY);
    world.services.tasks.defer(late!.id, '2027-05-11');
    at('2027-05-10T09:00');
    expect(open(habit, MONDAY).map(({ id }) => id)).toEqual([late!.id]);
    at('2027-05-12T09:00');
    expect(open(habit, MONDAY)).toEqual([]);
  });

  it('begins when Monday does where the person is', () => {
    const habit = gym();
    at('2027-05-09T23:59');
    expect(seen().thisWeek.week).toBe(MONDAY);
    at('2027-05-10T00:00');
    expect(seen().thisWeek.week).toBe(NEXT);
    // Flown west over midnight: it is Sunday again, and what was closed stays closed.
    world.tz = 'America/New_York';
    at('2027-05-09T20:00');
    expect(seen().thisWeek).toEqual({ week: MONDAY, aim: 3, done: 0 });
    expect(open(habit, MONDAY)).toEqual([]);
    expect(open(habit, NEXT)).toHaveLength(3);
  });

  it.each([
    ['Europe/Berlin', '2027-03-28T12:00', '2027-03-29'],
    ['Europe/Berlin', '2027-10-31T12:00', '2027-11-01'],
    ['America/New_York', '2027-11-07T12:00', '2027-11-08'],
    ['Australia/Lord_Howe', '2027-04-04T12:00', '2027-04-05'],
  ])('has seven days when clocks change in %s on its last one', (tz, sunday, monday) => {
    world = serviceWorld({ now: sunday, tz });
    const habit = gym({ weekdays: ['sun', 'mon', 'tue'], window: ['06:00', '22:00'] });
    expect(habit.thisWeek.aim).toBe(1);
    at(`${monday}T00:00`);
    expect(seen().thisWeek).toEqual({ week: monday, aim: 3, done: 0 });
    expect(open(habit).map((task) => task.habitWeek)).not.toContain(habit.thisWeek.week);
  });
});

describe('a row of weeks', () => {
  const fullWeek = (monday: string, times = 3): void => {
    at(`${monday}T08:00`);
    for (let n = 0; n < times; n += 1) world.services.habits.checkIn(seen().id);
  };

  it('grows with each week that reached its aim, and starts over without a word', () => {
    gym();
    for (const monday of [MONDAY, NEXT, '2027-05-17']) fullWeek(monday);
    expect(seen().streakWeeks).toBe(3);
    at('2027-05-24T08:00');
    expect(seen().streakWeeks).toBe(3);
    at('2027-05-31T08:00');
    expect(seen().streakWeeks).toBe(0);
  });

  it('is not broken by a pause, nor by a change of how often', async () => {
    const { id } = gym();
    fullWeek(MONDAY);
    world.services.habits.update(id, { timesPerWeek: 5 });
    expect(seen().streakWeeks).toBe(0);
    await world.services.history.undo();
    at('2027-05-10T08:00');
    world.services.habits.update(id, { timesPerWeek: 5 });
    expect(seen().streakWeeks).toBe(1);
    world.services.habits.pause(id);
    at('2027-05-24T08:00');
    expect(seen().streakWeeks).toBe(1);
    world.services.habits.resume(id);
    fullWeek('2027-05-24', 5);
    expect(seen().streakWeeks).toBe(2);
  });

  it('ends with a week in which no one was there', () => {
    gym();
    fullWeek(MONDAY);
    at('2027-06-07T08:00');
    expect(seen().streakWeeks).toBe(0);
    expect(week()).toEqual([0, 3]);
    expect(open(seen(), MONDAY)).toEqual([]);
  });
});

describe('changing a habit', () => {
  it('changes its open sessions, but not what was changed on one of them, and not what is done', async () => {
    const habit = gym();
    finishOne();
    const [single, other] = open(habit, MONDAY);
    world.services.tasks.update(single!.id, { durationMin: 90 }, undefined, {});
    world.services.habits.update(habit.id, { title: 'Swim', durationMin: 30, project: 'Health' });
    expect(world.db.tasks.get(single!.id)).toMatchObject({
      title: 'Swim',
      durationMin: 90,
      project: 'Health',
    });
    expect(world.db.tasks.get(other!.id)).toMatchObject({ title: 'Swim', durationMin: 30 });
    expect(sessions(habit, MONDAY).find(({ status }) => status === 'done')).toMatchObject({ title: 'Gym' });
    await world.services.history.undo();
    expect(seen()).toMatchObject({ title: 'Gym', durationMin: 45, project: null });
    expect(world.db.tasks.get(single!.id)).toMatchObject({ title: 'Gym', durationMin: 90 });
  });

  it('makes more sessions, or takes back those no one has touched', async () => {
    const habit = gym();
    const [touched] = open(habit, MONDAY);
    world.services.tasks.update(touched!.id, { notes: 'with Sam' }, undefined, {});
    world.services.habits.update(habit.id, { timesPerWeek: 1 });
    expect(open(habit, MONDAY).map(({ id }) => id)).toEqual([touched!.id]);
    expect(open(habit, NEXT)).toHaveLength(1);
    world.services.habits.update(habit.id, { timesPerWeek: 5 });
    expect([open(habit, MONDAY).length, open(habit, NEXT).length]).toEqual([5, 5]);
    await world.services.history.undo();
    await world.services.history.undo();
    expect([open(habit, MONDAY).length, open(habit, NEXT).length, week()]).toEqual([3, 3, [0, 3]]);
  });

  it('wants no more than the days that are left, one of them gone for what was done today', () => {
    world.now = '2027-05-05T08:00';
    const habit = gym();
    finishOne();
    world.services.habits.update(habit.id, { timesPerWeek: 5 });
    expect([week(), open(habit, MONDAY).length, open(habit, NEXT).length]).toEqual([[1, 3], 2, 5]);
  });

  it('pauses and goes on, each taken back by one undo', async () => {
    const habit = gym();
    finishOne();
    world.services.habits.pause(habit.id);
    expect([open(habit).length, seen().state]).toEqual([0, 'paused']);
    at('2027-05-11T08:00');
    expect(open(habit)).toEqual([]);
    world.now = '2027-05-04T08:00';
    await world.services.history.undo();
    expect([open(habit, MONDAY).length, seen().state, week()]).toEqual([2, 'active', [1, 3]]);
  });

  it('gets the sessions of the week back when it goes on', () => {
    const habit = gym();
    finishOne();
    world.now = '2027-05-04T08:00';
    world.services.habits.pause(habit.id);
    world.services.habits.resume(habit.id);
    expect([open(habit, MONDAY).length, open(habit, NEXT).length]).toEqual([2, 3]);
  });

  it('ends it and keeps what was done', async () => {
    const habit = gym();
    finishOne();
    world.services.habits.end(habit.id);
    expect(world.services.habits.list()).toEqual([]);
    expect(sessions(habit).map(({ status }) => status)).toEqual(['done']);
    expect(() => world.services.habits.update(habit.id, { title: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalidInput' }),
    );
    await world.services.history.undo();
    expect(open(seen(), MONDAY)).toHaveLength(2);
  });

  it('refuses what contradicts itself, an old revision, and a rule on one session', () => {
    const habit = gym();
    const before = world.db.changes.lastSeq();
    const refused = (code: string) => expect.objectContaining({ code });
    expect(() => world.services.habits.update(habit.id, { window: ['08:00', '08:10'] })).toThrow(
      refused('invalidInput'),
    );
    expect(() => world.services.habits.update(habit.id, { title: 'x' }, 7)).toThrow(refused('conflict'));
    expect(() =>
      world.services.tasks.update(open(habit)[0]!.id, { rrule: 'FREQ=DAILY' }, undefined, {}),
    ).toThrow(refused('invalidInput'));
    expect(() => world.services.habits.create({ timesPerWeek: 2, fromTask: open(habit)[0]!.id })).toThrow(
      refused('invalidInput'),
    );
    expect(world.db.changes.lastSeq()).toBe(before);
    expect(seen()).toEqual(habit);
  });
});

describe('taking a habit back', () => {
  it('takes all its sessions along, also those that later weeks have brought', async () => {
    gym();
    at('2027-05-10T08:00');
    expect((await world.services.history.undo()).undone).toBe('habits.create');
    expect(world.services.habits.list()).toEqual([]);
    expect(world.db.tasks.list({ status: 'any' }).total).toBe(0);
  });

  it('gives the task back that it was made of', async () => {
    const { db, services } = world;
    const template = gym();
    const plain = { ...open(template)[0]!, id: v7() as Task['id'], habitId: null, habitWeek: null };
    const task = db.tasks.insert({
      ...plain,
      title: 'Piano',
      date: MONDAY,
      rrule: 'FREQ=DAILY',
      notes: 'Bach',
    });
    const habit = services.habits.create({ timesPerWeek: 4, fromTask: task.id });
    expect(db.tasks.get(task.id)).toMatchObject({
      habitId: habit.id,
      rrule: null,
      date: null,
      notes: 'Bach',
    });
    await services.history.undo();
    expect(db.tasks.get(task.id)).toMatchObject({ habitId: null, rrule: 'FREQ=DAILY', date: MONDAY });
    expect(services.habits.list().map(({ title }) => title)).toEqual(['Gym']);
  });
});
