import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestProfile, MONDAY, removeFolder, temporaryFolder, typed } from './testing.ts';
import type { AppClient, Profile } from './profile.ts';

/** The question of the day by the contract, with the real models, before anything was ever finished. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

describe('a question on the first day', () => {
  const folder = temporaryFolder();
  let profile: Profile;
  let client: AppClient;

  beforeAll(async () => {
    profile = await openTestProfile(folder, { clock: () => Date.parse(MONDAY) });
    await profile.whenMlReady(READY_MS);
    client = profile.client;
    await client.preferences.update({ autoReplan: false });
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  it('is about a task that others are like, and its answer helps to guess those', async () => {
    const chapters = ['one', 'two', 'three', 'four'].map((n) => `Write chapter ${n} of the thesis #Thesis`);
    for (const text of [...chapters, 'Water the plants', 'Pay the rent']) await typed({ client }, text);
    await profile.settle(SETTLE_MS);
    const { question, learners } = await client.learning.overview();
    expect(learners.every((one) => one.learning)).toBe(true);
    expect(question).toMatchObject({ kind: 'duration' });
    const asked = question?.kind === 'duration' ? question : null;
    expect(asked?.title).toContain('chapter');
    const before = (await client.tasks.list({ status: 'open' })).tasks;
    await client.learning.answer({ id: asked!.id, minutes: 400 });
    await profile.settle(SETTLE_MS);
    const { tasks } = await client.tasks.list({ status: 'open' });
    const own = tasks.find((task) => task.id === asked!.taskId)!;
    expect(own.durationMin).toBe(400);
    expect(Math.abs(own.predicted!.p50 - 400)).toBeLessThan(Math.abs(asked!.likely - 400));
    expect(own.predicted!.p90 / own.predicted!.p10).toBeLessThan(asked!.high / asked!.low);
    for (const task of tasks.filter(({ id, title }) => id !== own.id && title.includes('chapter'))) {
      const guess = before.find(({ id }) => id === task.id)!.predicted!;
      expect(task.predicted!.p50).toBeGreaterThan(guess.p50);
      expect(task.predicted!.why.params).toMatchObject({ phrase: own.title });
    }
    const plants = tasks.find(({ title }) => title.includes('plants'))!;
    expect(plants.predicted!.p50).toBe(before.find(({ id }) => id === plants.id)!.predicted!.p50);
  });

  it('comes twice a day, whether it is answered or put aside', async () => {
    const { question } = await client.learning.overview();
    expect(question).not.toBeNull();
    expect((await client.learning.answer({ id: question!.id })).question).toBeNull();
  });
});
