import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** What planning knows of the person and tells them: the learned profile, estimated completions, the looks at the day. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

describe('planning for a person', () => {
  it('plans a project for the hour at which it is usually worked on', async () => {
    let now = Date.parse('2027-04-05T05:00:00Z');
    const profile = await openTestProfile(folder, { clock: () => now });
    try {
      await profile.whenMlReady(READY_MS);
      const { client } = profile;
      await client.preferences.update({ autoReplan: false });
      // Each afternoon the same project; in the mornings one thing or another.
      for (let day = 0; day < 15; day++) {
        const date = new Date(now).toISOString().slice(0, 10);
        for (const [project, from, to] of [
          ['Letters', '15:00', '16:00'],
          [day % 2 === 0 ? 'House' : 'Garden', '09:00', '11:00'],
        ] as const) {
          now = Date.parse(`${date}T18:00:00Z`);
          const { id } = await client.tasks.create({ text: `Piece ${day} #${project}` });
          await client.tasks.track({ id, from: `${date}T${from}`, to: `${date}T${to}` });
          await client.tasks.finish({ id });
        }
        now = Date.parse(`${date}T05:00:00Z`) + (new Date(now).getUTCDay() === 5 ? 3 : 1) * 86_400_000;
      }
      await profile.settle(SETTLE_MS);
      const { id } = await client.tasks.create({ text: 'Something else altogether 60m #Letters' });
      await profile.settle(SETTLE_MS);
      const { blocks } = await client.planning.replan({});
      const block = blocks.find(({ taskId }) => taskId === id)!;
      expect(Number(block.start.slice(11, 13))).toBeGreaterThanOrEqual(13);
    } finally {
      await profile.close();
    }
  });

  it('learns how they work from three months, and plans and promises by it', async () => {
    const profile = await openTestProfile(folder, { demo: true });
    try {
      await profile.whenMlReady(READY_MS);
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const { client } = profile;
      const workProfile = await client.planning.profile();
      expect(workProfile.source).toBe('learned');
      expect(workProfile.energyByHour).toHaveLength(24);
      expect(workProfile.productivity?.confidence).toBeGreaterThan(0.5);
      expect(workProfile.productivity?.value.peakHours).toHaveLength(3);
      const monday = workProfile.capacityMin?.value.mon ?? 0;
      expect(monday).toBeGreaterThan(0);

      const plan = await client.planning.replan({});
      const today = plan.forecasts.find(({ day }) => day === '2027-05-03');
      // The person gets less done in a day than the clock has working minutes.
      expect(today?.capacityMin).toBeLessThanOrEqual(Math.max(monday, 1));
      expect(today?.byHour?.length).toBeGreaterThan(0);
      expect(plan.outlook?.length).toBeGreaterThan(0);
      const withDeadline = (plan.outlook ?? []).filter(({ onTime }) => onTime !== null);
      expect(withDeadline.length).toBeGreaterThan(0);

      const soon = await client.planning.estimateCompletion({ durationMin: 15 });
      const late = await client.planning.estimateCompletion({ durationMin: 6_000 });
      expect(soon.estimate!.day >= '2027-05-03').toBe(true);
      expect(soon.estimate!.surely >= soon.estimate!.day).toBe(true);
      expect(late.estimate!.day > soon.estimate!.day).toBe(true);
    } finally {
      await profile.close();
    }
  });

  it('says nothing it does not know', async () => {
    const profile = await openTestProfile(folder);
    try {
      await profile.whenMlReady(READY_MS);
      const { client } = profile;
      expect((await client.planning.estimateCompletion({ durationMin: 30 })).estimate).toBeNull();
      await typed(profile, 'A first task 30m');
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const energyByHour = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 1 : 0.5));
      expect(await client.planning.profile()).toMatchObject({
        source: 'none',
        energyByHour: null,
        productivity: null,
      });
      await client.preferences.update({ energyByHour });
      expect(await client.planning.profile()).toMatchObject({ source: 'said', energyByHour });
      expect((await client.planning.estimateCompletion({ durationMin: 30 })).estimate?.day).toBe(
        '2027-05-03',
      );
    } finally {
      await profile.close();
    }
  });
});

describe('the looks at the day', () => {
  /** Stands still where it is put. */
  const clock = { iso: '' };
  const at = (iso: string) => ({ clock: () => Date.parse(iso) });

  it('offers what is left over in the morning and in the evening, once each', async () => {
    clock.iso = '2027-05-03T06:00:00Z';
    const profile = await openTestProfile(folder, { clock: () => Date.parse(clock.iso) });
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      await typed(profile, 'Answer the tax office', { picked: { date: '2027-04-30' } });
      await typed(profile, 'Order paper', { picked: { date: '2027-05-03' } });
      const morning = await client.planning.dailyReview();
      expect(morning).toMatchObject({ kind: 'morning', awayDays: 0, nextDay: '2027-05-04' });
      expect(morning.leftovers.map(({ title }) => title)).toEqual(['Answer the tax office']);
      expect(morning.capacityMin).toBe(510);

      expect(await client.planning.closeDailyReview({ kind: 'morning' })).toMatchObject({
        kind: null,
        leftovers: [],
      });
      clock.iso = '2027-05-03T12:00:00Z';
      expect((await client.planning.dailyReview()).kind).toBeNull();
      clock.iso = '2027-05-03T16:00:00Z';
      const evening = await client.planning.dailyReview();
      expect(evening.kind).toBe('evening');
      expect(evening.leftovers.map(({ title }) => title)).toEqual(['Answer the tax office', 'Order paper']);
      for (const { taskId } of evening.leftovers) {
        await client.tasks.update({ id: taskId, patch: { date: evening.nextDay } });
      }
      expect((await client.planning.dailyReview()).kind).toBeNull();
    } finally {
      await profile.close();
    }
  });

  it('welcomes back after days away, once, and not after a weekend', async () => {
    const monday = await openTestProfile(folder, at('2027-05-07T06:00:00Z'));
    await monday.client.tasks.create({ text: 'Water the plants', picked: { date: '2027-05-07' } });
    await monday.close();
    const afterWeekend = await openTestProfile(folder, at('2027-05-10T06:00:00Z'));
    expect(await afterWeekend.client.planning.dailyReview()).toMatchObject({ kind: 'morning', awayDays: 0 });
    await afterWeekend.close();
    const afterDays = await openTestProfile(folder, at('2027-05-14T06:00:00Z'));
    try {
      const { client } = afterDays;
      expect(await client.planning.dailyReview()).toMatchObject({ kind: 'return', awayDays: 3 });
      expect((await client.planning.closeDailyReview({ kind: 'return' })).kind).toBeNull();
    } finally {
      await afterDays.close();
    }
  });
});

describe('a plan that the day overtakes', () => {
  it('moves up only what directly follows when something is done early, and can be taken back', async () => {
    let now = '2027-05-03T07:00:00Z';
    const profile = await openTestProfile(folder, { clock: () => Date.parse(now) });
    try {
      const { client } = profile;
      await profile.whenMlReady(READY_MS);
      const [first, second, third] = await Promise.all(
        ['Sort the post', 'Water the plants', 'Clean the desk'].map((text) =>
          client.tasks.create({ text, picked: { durationMin: 60 } }),
        ),
      );
      for (const [task, start] of [
        [first, '09:00'],
        [second, '10:00'],
        [third, '14:00'],
      ] as const) {
        await client.tasks.pin({ id: task!.id, start: `2027-05-03T${start}` });
      }
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      // The pins only set the scene: from here on the blocks are free, and the plan is known.
      await client.preferences.update({ autoReplan: false });
      for (const task of [second, third]) await client.tasks.pin({ id: task!.id, start: null });
      await client.preferences.update({ autoReplan: true });
      await client.tasks.start({ id: first!.id });
      now = '2027-05-03T07:35:00Z';
      await client.tasks.finish({ id: first!.id });
      expect(await profile.settle(SETTLE_MS)).toBe(true);
      const plan = await client.planning.current();
      const startOf = (id: string): string | undefined =>
        plan.blocks.find((block) => block.taskId === id)?.start;
      expect(startOf(second!.id)).toBe('2027-05-03T09:35');
      expect(plan.moved.map(({ taskId }) => taskId)).toContain(second!.id);
      expect(plan.canUndo).toBe(true);
      const back = await client.planning.undo();
      expect(back.blocks.find((block) => block.taskId === second!.id)?.start).toBe('2027-05-03T10:00');
    } finally {
      await profile.close();
    }
  });
});
