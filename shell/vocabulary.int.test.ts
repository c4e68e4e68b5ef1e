import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppClient, Profile } from './profile.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

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

  it('is also a field picked while typing, and a kept result adds to the rule', async () => {
    const now = '2027-05-20T09:00';
    const ruleOf = async (phrase: string) =>
      (await client.vocabulary.list()).rules.find((one) => one.phrase === phrase);
    for (const text of ['quib budget', 'print the quib folder'])
      await typed({ client }, text, { picked: { project: 'Atlas' }, now });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    expect(await ruleOf('quib')).toMatchObject({
      support: 2,
      effect: { project: 'Atlas' },
      lastUsedAt: null,
    });

    const kept = await typed({ client }, 'call about quib', { now });
    expect(kept.project).toBe('Atlas');
    await client.tasks.finish({ id: kept.id, minutes: 5, now });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const rule = await ruleOf('quib');
    expect(rule?.support).toBe(3);
    expect(rule?.lastUsedAt).not.toBeNull();
  });

  it('counts once however often one task is edited', async () => {
    const now = '2027-05-21T09:00';
    const { id } = await client.tasks.create({ text: 'water the vosk', now });
    for (const patch of [{ project: 'Home' }, { durationMin: 20 }, { project: 'Atlas' }])
      await client.tasks.update({ id, patch, now });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const read = async () =>
      (await client.capture.parse({ text: 'paint the vosk', seq: 1, now: '2027-05-21T10:00' })).result;
    expect(await read()).toMatchObject({ project: null, durationMin: null });
    const second = await client.tasks.create({ text: 'sell a vosk', now });
    await client.tasks.update({ id: second.id, patch: { project: 'Atlas' }, now });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    expect(await read()).toMatchObject({ project: 'Atlas', durationMin: null });
  });

  it('teaches no longer when it is undone', async () => {
    const correct = async (text: string): Promise<void> => {
      const { id } = await client.tasks.create({ text });
      await client.tasks.update({ id, patch: { project: 'Atlas' } });
    };
    await correct('mend the frob');
    expect((await client.tasks.undo()).undone).toBe('tasks.update');
    await correct('sell a frob');
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const read = async () => (await client.capture.parse({ text: 'paint frob', seq: 1 })).result.project;
    expect(await read()).toBeNull();
    for (const text of ['lend one frob', 'find frob box', 'hide that frob']) await correct(text);
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    expect(await read()).toBe('Atlas');
  });

  it('is none when a capture derives a field or another reading of the words was taken', async () => {
    const before = (await client.vocabulary.list()).rules.length;
    const now = '2027-05-24T08:00';
    for (const text of ['Brelk 9-9:30am', 'Brelk with all 10-10:30am', 'short Brelk 2-2:30pm']) {
      const { id, durationMin } = await client.tasks.create({ text, now });
      expect(durationMin).toBe(30);
      await client.tasks.finish({ id, now });
    }
    for (const text of ['buy dral sun cream', 'dral sun hat', 'sun for dral'])
      await client.tasks.create({
        text,
        picked: { title: 'dral', durationMin: 15 },
        acceptedRules: ['reading:date'],
        now,
      });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    expect((await client.vocabulary.list()).rules).toHaveLength(before);
  });
});

describe('an undo that names its change', () => {
  it('takes back that one when it is the last, and nothing else', async () => {
    const folder = temporaryFolder();
    const profile = await openTestProfile(folder);
    try {
      const { client } = profile;
      const first = await client.tasks.create({ text: 'first' });
      const second = await client.tasks.create({ text: 'second' });
      const undo = (intent: string, id: typeof first.id) =>
        client.tasks.undo({ expected: { intent, ids: [id] } });
      expect(await undo('tasks.create', first.id)).toEqual({ undone: null, ids: [], message: null });
      expect(await undo('tasks.drop', second.id)).toEqual({ undone: null, ids: [], message: null });
      expect((await client.tasks.list({})).total).toBe(2);
      expect(await undo('tasks.create', second.id)).toMatchObject({ undone: 'tasks.create' });
      expect(await undo('tasks.create', first.id)).toMatchObject({ undone: 'tasks.create' });
      expect((await client.tasks.list({})).total).toBe(0);
      expect(await client.tasks.undo()).toEqual({ undone: null, ids: [], message: null });
    } finally {
      await profile.close();
      removeFolder(folder);
    }
  });
});
