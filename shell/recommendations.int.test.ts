import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import type { AppClient, Profile } from './profile.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** What gets a stalled task moving: offered with a reason, done as one step, and judged by what came of it. */

const READY_MS = 30_000;
const DAY = 86_400_000;

describe('recommendations of a profile', () => {
  const folder = temporaryFolder();
  let now = Date.parse(MONDAY);
  let profile: Profile;
  let client: AppClient;
  beforeAll(async () => {
    profile = await openTestProfile(folder, { clock: () => now });
    client = profile.client;
    await profile.whenMlReady(READY_MS);
    await client.preferences.update({ autoReplan: false });
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  const day = (ahead: number): string => new Date(now + ahead * DAY).toISOString().slice(0, 10);
  async function stalled(text: string) {
    const { id } = await typed(profile, text);
    await client.tasks.defer({ id, until: day(1) });
    await client.tasks.defer({ id, until: day(2) });
    return id;
  }
  const parts = async (id: Awaited<ReturnType<typeof stalled>>) =>
    (await client.tasks.list({ parentId: id, status: 'any', order: 'created' })).tasks;
  const kindOf = async (kind: string) =>
    (await client.recommendations.record()).kinds.find((one) => one.kind === kind)!;

  it('are none for a task that goes its way, and several for one that stalls, with reasons', async () => {
    const { id } = await typed(profile, 'Read the manual 2h');
    expect(await client.recommendations.forTask({ id })).toEqual({ why: null, offers: [] });
    await expect(client.recommendations.take({ id, kind: 'split' })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    await client.tasks.defer({ id, until: day(1) });
    await client.tasks.defer({ id, until: day(2) });
    const { why, offers } = await client.recommendations.forTask({ id });
    expect(say(why!)).toBe('Postponed twice in a day.');
    expect(offers.map(({ kind }) => kind).toSorted()).toEqual(['firstStep', 'split']);
    expect(offers.map(({ reason }) => say(reason))).toContain('It takes about 2h and isn’t started.');
    expect(await client.recommendations.forTask({ id })).toEqual({ why, offers });
    const { tasks, total } = await client.recommendations.stalled({});
    expect([tasks, total]).toMatchObject([[{ taskId: id, offers }], 1]);
    await client.tasks.drop({ id });
  });

  it('are done by one step and taken back by one undo', async () => {
    const id = await stalled('Write the yearly report 2h #Work');
    const { done } = await client.recommendations.take({ id, kind: 'split' });
    expect(say(done)).toBe('Split into 3 parts');
    const made = await parts(id);
    expect(made.map(({ title, durationMin, project }) => [title, durationMin, project])).toEqual(
      [1, 2, 3].map((part) => [`Write the yearly report (${part} of 3)`, 40, 'Work']),
    );
    expect(made[1]!.dependsOn).toEqual([made[0]!.id]);
    expect((await kindOf('split')).taken).toBe(1);
    expect((await client.recommendations.forTask({ id })).offers.map(({ kind }) => kind)).not.toContain(
      'split',
    );
    expect(say((await client.tasks.undo({})).message!)).toBe('Undid: helped along “Write the yearly report”');
    expect(await parts(id)).toEqual([]);
    expect((await kindOf('split')).taken).toBe(0);
    await client.tasks.drop({ id });
  });

  it('have helped when the task is done within a week, and are compared with tasks without', async () => {
    for (let i = 0; i < 3; i++) {
      const [helped, alone] = [
        await stalled(`Sort the shelf ${i} 40m`),
        await stalled(`Clean the attic ${i} 40m`),
      ];
      const { done } = await client.recommendations.take({ id: helped, kind: 'firstStep' });
      expect(say(done)).toContain('Planned a first step of 10 minutes');
      expect((await parts(helped)).map(({ title, durationMin }) => [title, durationMin])).toEqual([
        [`First step: Sort the shelf ${i}`, 10],
      ]);
      now += 2 * DAY;
      await client.tasks.finish({ id: helped });
      now += 7 * DAY;
      await client.tasks.finish({ id: alone });
    }
    const { kinds, without } = await client.recommendations.record();
    const firstStep = kinds.find(({ kind }) => kind === 'firstStep')!;
    expect(firstStep).toMatchObject({ taken: 3, helped: { count: 3, of: 3 } });
    // The two of before were put off twice as well; nothing was done for them, and they were dropped.
    expect(without).toEqual({ count: 0, of: 5 });
    expect(firstStep.better).toBeGreaterThan(0.95);
    const id = await stalled('Sort the cellar 40m');
    const { offers } = await client.recommendations.forTask({ id });
    expect(offers.find(({ kind }) => kind === 'firstStep')!.helped).toEqual({ count: 3, of: 3 });
  });

  it('are not offered again for a task that they were dismissed for, and become a version that can be left', async () => {
    const ids = [await stalled('Mend the fence 40m'), await stalled('Paint the door 40m')];
    for (const id of ids) {
      await client.recommendations.dismiss({ id, kind: 'firstStep' });
      const { offers } = await client.recommendations.forTask({ id });
      expect(offers.map(({ kind }) => kind)).not.toContain('firstStep');
    }
    await expect
      .poll(async () => (await client.recommendations.record()).versions)
      .toMatchObject([{ version: 1, examples: 5, active: true }]);
    const { versions } = await client.recommendations.rollback({ version: null });
    expect(versions).toMatchObject([{ version: 1, active: false }]);
    await expect(client.recommendations.rollback({ version: 9 })).rejects.toMatchObject({ code: 'notFound' });
  });
});
