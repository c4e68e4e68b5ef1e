import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, weekdayOf } from '../core/time/zoned.ts';
import type { Profile } from './profile-types.ts';
import { noMl, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** Habits from a typed line to blocks in the plan, with the real parser and the real solver. Monday is 3 May 2027. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

/** Starts of the planned sessions of the only habit, in order. */
async function starts({ client }: Profile): Promise<string[]> {
  const [habit] = (await client.habits.list()).habits;
  const { tasks } = await client.tasks.list({ limit: 500 });
  const own = new Set(tasks.filter((task) => task.habitId === habit?.id).map(({ id }) => id));
  const { blocks } = await client.planning.current();
  return blocks.filter((block) => own.has(block.taskId)).map(({ start }) => start);
}

describe('a typed habit', () => {
  it('is planned on days of its own, within its hours, and stays where it was seen', async () => {
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      const day = { start: '2027-05-05T09:00', end: '2027-05-05T17:30', title: 'Workshop' };
      await client.events.create({ ...day, tz: 'Europe/Berlin' });
      const first = await typed(profile, 'Gym 3 times a week 45m mornings #Health');
      expect(first).toMatchObject({
        title: 'Gym',
        durationMin: 45,
        project: 'Health',
        rrule: null,
        date: null,
      });
      const { habits } = await client.habits.list();
      expect(habits).toMatchObject([
        { id: first.habitId, timesPerWeek: 3, window: ['09:00', '12:00'], thisWeek: { aim: 3, done: 0 } },
      ]);
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const planned = await starts(profile);
      const days = planned.map((start) => start.slice(0, 10));
      expect(new Set(days).size).toBe(days.length);
      // The workshop takes Wednesday; the weekend is not needed. The horizon ends before the third week.
      expect(days.filter((one) => one < '2027-05-10')).toEqual(['2027-05-03', '2027-05-06', '2027-05-07']);
      expect(days.filter((one) => one >= '2027-05-10')).toEqual(['2027-05-10', '2027-05-12', '2027-05-14']);
      for (const start of planned)
        expect(start.slice(11) >= '09:00' && start.slice(11) <= '11:15').toBe(true);

      await typed(profile, 'Write the yearly report 4h p1');
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      expect((await starts(profile)).map((start) => start.slice(0, 10))).toEqual(days);
    } finally {
      await profile.close();
    }
  });

  it('in the evenings goes beyond the working hours, and a week without room says so', async () => {
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      await typed(profile, 'Call mum twice a week evenings 20m');
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const planned = await starts(profile);
      expect(planned.length).toBeGreaterThanOrEqual(4);
      for (const start of planned)
        expect(start.slice(11) >= '19:00' && start.slice(11) <= '21:40').toBe(true);

      const span = { start: '2027-05-03T06:00', end: '2027-05-17T00:00', title: 'Expedition' };
      await client.events.create({ ...span, tz: 'Europe/Berlin' });
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const plan = await client.planning.current();
      expect(await starts(profile)).toEqual([]);
      // Those of this week are said to find no room; those of the next are no news.
      expect(plan.unscheduled.map(({ title }) => title)).toEqual(['Call mum', 'Call mum']);
    } finally {
      await profile.close();
    }
  });

  it('is an ordinary task when its days are fixed by hand', async () => {
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      const picked = { rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR', recurFrom: 'schedule' as const };
      const task = await typed(profile, 'Gym 3 times a week 45m mornings', { picked });
      expect(task).toMatchObject({ ...picked, habitId: null, start: '2027-05-03T09:00' });
      expect((await client.habits.list()).habits).toEqual([]);
    } finally {
      await profile.close();
    }
  });

  it('typed while the helper was away becomes a habit when it is read', async () => {
    const alone = await openTestProfile(folder, { spawnMl: noMl });
    const task = await alone.client.tasks.create({ text: 'Gym 3 times a week 45m mornings' });
    expect(task).toMatchObject({ parseState: 'pending', habitId: null });
    await alone.close();
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      expect(await client.habits.list()).toMatchObject({
        habits: [{ title: 'Gym', timesPerWeek: 3, durationMin: 45, window: ['09:00', '12:00'] }],
      });
      expect(await client.tasks.get({ id: task.id })).toMatchObject({
        title: 'Gym',
        habitWeek: '2027-05-03',
      });
      expect((await starts(profile)).length).toBe(6);
    } finally {
      await profile.close();
    }
  });

  it('is found once by a search, however many sessions it has', async () => {
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      await typed(profile, 'Gym 3 times a week');
      await typed(profile, 'Pay for the gym');
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const { results } = await client.tasks.search({ query: 'gym' });
      expect(results.map(({ title }) => title).toSorted()).toEqual(['Gym', 'Pay for the gym']);
    } finally {
      await profile.close();
    }
  });
});

describe('a habit, for a caller in another moment', () => {
  it.each([
    ['ahead', '2027-09-06'],
    ['behind', '2026-03-02'],
  ])('is planned three times in each whole week, ten days running, on days %s', async (_, monday) => {
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      const first = { now: `${monday}T08:00`, tz: 'Europe/Berlin' };
      await typed(profile, 'Gym 3 times a week 45m mornings', { now: first.now });
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const before = (await client.habits.list()).habits[0];
      for (let at = 0; at < 10; at++) {
        const today = addDays(monday, at);
        const { blocks } = await client.planning.replan({ ...first, now: `${today}T08:00` });
        const days = blocks.map(({ start }) => start.slice(0, 10));
        expect(new Set(days).size).toBe(days.length);
        const weeks = Map.groupBy(days, (day) => addDays(day, 1 - weekdayOf(day)));
        const own = addDays(today, 1 - weekdayOf(today));
        const workdaysLeft = Math.max(0, 6 - weekdayOf(today));
        const wanted = [own, addDays(own, 7)].map((week) => [
          week,
          week === own ? Math.min(3, workdaysLeft) : 3,
        ]);
        expect(wanted.map(([week]) => [week, weeks.get(String(week))?.length ?? 0])).toEqual(wanted);
      }
      // What is wanted of the weeks of the real present is as it was.
      expect((await client.habits.list()).habits[0]).toEqual(before);
    } finally {
      await profile.close();
    }
  });
});
