import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskId } from '../core/ids.ts';
import type { AppClient, Profile } from './profile.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** When a task could be promised: it is placed on trial in the plan as it stands, and nothing moves. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

describe('a promise with odds', () => {
  const folder = temporaryFolder();
  let now = Date.parse(MONDAY);
  let profile: Profile;
  let client: AppClient;
  beforeAll(async () => {
    profile = await openTestProfile(folder, { clock: () => now });
    client = profile.client;
    await profile.whenMlReady(READY_MS);
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  it('is likelier by each later day, says what it pushes out, and moves nothing', async () => {
    const filler = await Promise.all(
      [
        'Sort the archive 3h p2',
        'Paint the hall 3h p2',
        'Read the manual 2h p2',
        'Clean the garage 3h p2',
      ].map((text) => typed(profile, text)),
    );
    const { id } = await typed(profile, 'Compare the three offers 3h p4');
    await profile.settle(SETTLE_MS);
    const before = await client.planning.replan({});
    const { days } = await client.planning.promise({ taskId: id });
    // Monday to Thursday.
    expect(days.map(({ day }) => day)).toEqual(['2027-05-03', '2027-05-04', '2027-05-05', '2027-05-06']);
    const chances = days.map(({ chance }) => chance);
    expect(chances).toEqual(chances.toSorted((a, b) => a - b));
    expect(chances.at(-1)).toBeGreaterThan(0.9);
    // Eleven hours of other work have the first days: what stands there has to go where a promise takes its place.
    const ids = new Set(filler.map((task) => task.id));
    const moves = days.flatMap((one) => one.moves);
    expect(moves.length).toBeGreaterThan(0);
    for (const { taskId: moved, to } of moves) {
      expect(ids).toContain(moved);
      expect(to ?? 'later').not.toBe('2027-05-03');
    }
    const after = await client.planning.current();
    expect(after.blocks).toEqual(before.blocks);
    expect((await client.tasks.get({ id })).deadline).toBeNull();
  });

  it('is scored when its day is over, unless it was taken back', async () => {
    const promise = async (title: string, day: string, chance: number) => {
      const { id } = await typed(profile, `${title} 10m p4`);
      expect((await client.planning.acceptPromise({ taskId: id, day, chance })).deadline).toBe(day);
      return id;
    };
    const kept = await promise('Answer the landlord', '2027-05-04', 0.6);
    await promise('Return the books', '2027-05-04', 0.7);
    await promise('Order the paint', '2027-05-04', 0.9);
    await client.tasks.undo({});
    await promise('Call the bank', '2027-05-20', 0.9);
    now += 86_400_000;
    await client.tasks.finish({ id: kept });
    expect((await client.insights.metrics({})).promises).toEqual({
      kept: 1,
      decided: 1,
      expected: 0.6,
      open: 2,
    });
    now += 86_400_000;
    const { promises, predictors } = await client.insights.metrics({});
    expect(promises).toMatchObject({ kept: 1, decided: 2, open: 1 });
    expect(promises.expected).toBeCloseTo(1.3, 6);
    expect(predictors.map(({ target }) => target)).not.toContain('promise');
  });

  it('is asked of a task that is open only', async () => {
    const none = taskId.parse('01900000-0000-7000-8000-00000000ffff');
    await expect(client.planning.promise({ taskId: none })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('says what could give when the running task takes longer than planned, with chances, and moves nothing', async () => {
    const { id } = await typed(profile, 'Draft the letter 20m p1');
    expect(await client.planning.overrun()).toEqual({ taskId: null, overMin: 0, options: [] });
    await client.tasks.start({ id, now: '2027-05-03T07:30' });
    await profile.settle(SETTLE_MS);
    const before = (await client.planning.current()).blocks;
    const { taskId: over, overMin, options } = await client.planning.overrun();
    expect(over).toBe(id);
    expect(overMin).toBeGreaterThanOrEqual(10);
    const kinds = options.map(({ kind }) => kind);
    expect(kinds[0]).toBe('extend');
    expect(kinds.length).toBeGreaterThan(1);
    for (const { chance } of options) {
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
    }
    expect((await client.planning.current()).blocks).toEqual(before);
    expect(
      (await client.reminders.list()).due.map(({ kind, taskId: about }) => [kind, about]),
    ).toContainEqual(['overrun', id]);
  });
});
