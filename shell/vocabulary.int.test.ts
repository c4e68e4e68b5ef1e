import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppClient, Profile } from './profile.ts';
import { openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** Corrections teach the personal language, over restarts and crashes of the helper. */

const SETTLE_MS = 30_000;

describe('a correction', () => {
  let folder: string;
  let profile: Profile;
  let client: AppClient;
  beforeAll(async () => {
    folder = temporaryFolder();
    profile = await openTestProfile(folder);
    await profile.whenMlReady(SETTLE_MS);
    client = profile.client;
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  async function correct(text: string, now: string): Promise<void> {
    const { id } = await client.tasks.create({ text, now });
    await client.tasks.update({
      id,
      patch: { title: 'Meeting with Julia', people: ['Julia'], project: 'Atlas', durationMin: 30 },
      now,
    });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
  }

  it('made again and again becomes a rule that is listed, applied, paused and removed', async () => {
    for (const day of ['03', '04', '05']) await correct('mtg w/ J', `2027-05-${day}T09:00`);
    const { rules } = await client.vocabulary.list();
    const rule = rules.find((one) => one.phrase === 'mtg w/ j');
    expect(rule?.support).toBeGreaterThanOrEqual(2);

    const read = async () =>
      (await client.capture.parse({ text: 'mtg w/ J tomorrow', seq: 1, now: '2027-05-06T09:00' })).result;
    const applied = await read();
    expect(applied).toMatchObject({
      title: 'Meeting with Julia',
      project: 'Atlas',
      durationMin: 30,
      date: '2027-05-07',
    });
    expect(applied.appliedRules).toEqual([rule!.id]);

    await client.vocabulary.update({ id: rule!.id, paused: true });
    expect(await read()).toMatchObject({ title: 'mtg w/ J', project: null });
    await client.vocabulary.update({ id: rule!.id, paused: false });
    expect(await read()).toMatchObject({ project: 'Atlas' });

    process.kill(profile.ml().pid!, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 100));
    await profile.whenMlReady(SETTLE_MS);
    expect(await read()).toMatchObject({ project: 'Atlas' });

    await client.vocabulary.remove({ id: rule!.id });
    expect(await read()).toMatchObject({ title: 'mtg w/ J', project: null });
    await expect(client.vocabulary.remove({ id: rule!.id })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('is none when the plans changed, the words did not, or a day has passed', async () => {
    const before = (await client.vocabulary.list()).rules.length;
    for (const day of ['10', '11', '12']) {
      const { id } = await client.tasks.create({ text: 'call the zoo', now: `2027-05-${day}T09:00` });
      await client.tasks.update({
        id,
        patch: { date: '2027-06-01', notes: 'later' },
        now: `2027-05-${day}T09:05`,
      });
      await client.tasks.update({ id, patch: { project: 'Zoo' }, now: `2027-05-${Number(day) + 2}T09:00` });
    }
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    expect((await client.vocabulary.list()).rules).toHaveLength(before);
  });
});
