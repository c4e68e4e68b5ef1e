import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Profile } from './profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** Titles in scripts that the embedding model can't read are like themselves, and like nothing else. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

let folder: string;
let profile: Profile;
beforeEach(async () => {
  folder = temporaryFolder();
  profile = await openTestProfile(folder);
  await profile.whenMlReady(READY_MS);
});
afterEach(async () => {
  await profile.close();
  removeFolder(folder);
});

it('guesses from the same title, and from no other one', async () => {
  const { client } = profile;
  for (const [title, minutes] of [
    ['会議の準備', 120],
    ['牛乳を買う', 10],
    ['🎂', 15],
    ['позвонить маме', 20],
  ] as const) {
    const { id } = await typed(profile, title, { picked: { project: 'Home' } });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    await client.tasks.finish({ id, minutes });
  }
  expect(await profile.settle(SETTLE_MS)).toBe(true);
  const guessed = async (title: string) => {
    const { id } = await typed(profile, title);
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    return (await client.tasks.get({ id })).predicted!;
  };
  const other = await guessed('猫の餌');
  expect(other.similar).toEqual([]);
  const again = await guessed('会議の準備');
  expect(again.similar.map(({ title, actualMin }) => [title, actualMin])).toEqual([['会議の準備', 120]]);
  expect((await client.capture.guess({ text: '猫の餌を注文' })).suggestions).toEqual([]);
  const { results } = await client.tasks.search({ query: '猫' });
  expect(results.map(({ title }) => title)).toEqual(['猫の餌']);
});
