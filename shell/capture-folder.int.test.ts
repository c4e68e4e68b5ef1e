import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeFolder, temporaryFolder } from './testing.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Text files of a folder become tasks, through the contract; each call is one look. */

function aFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

const titles = async ({ client }: WritingWorld): Promise<string[]> =>
  (await client.tasks.list({})).tasks.map(({ title }) => title).toSorted();

it('takes what is complete, with its notes, and moves it to “Added”; half a file waits', async () => {
  const world = aWritingWorld();
  const folder = aFolder();
  const { captureFolder } = world.client;
  writeFileSync(
    join(folder, 'a.txt'),
    'Call the dentist tomorrow 3pm 20m #Health\r\n\r\nAbout the tooth\r\n',
  );
  writeFileSync(join(folder, 'b.md'), 'Half a li');
  writeFileSync(join(folder, 'empty.txt'), '');
  writeFileSync(join(folder, 'picture.png'), 'no text');
  expect(await captureFolder.set({ path: folder })).toMatchObject({ path: folder, added: 0, waiting: 3 });
  writeFileSync(join(folder, 'b.md'), 'Half a line is no task');
  expect(await captureFolder.check()).toMatchObject({ added: 1, waiting: 2, skipped: [], error: null });
  const [task] = (await world.client.tasks.list({})).tasks;
  expect(task).toMatchObject({
    title: 'Call the dentist',
    start: '2027-05-04T15:00',
    durationMin: 20,
    project: 'Health',
    notes: 'About the tooth',
  });
  // One of that name is there already.
  writeFileSync(join(folder, 'a.txt'), 'Another');
  await captureFolder.check();
  expect(await captureFolder.check()).toMatchObject({ added: 3, waiting: 1 });
  expect(await titles(world)).toEqual(['Another', 'Call the dentist', 'Half a line is no task']);
  expect(readdirSync(folder).toSorted()).toEqual(['Added', 'empty.txt', 'picture.png']);
  expect(readdirSync(join(folder, 'Added')).toSorted()).toEqual(['a (2).txt', 'a.txt', 'b.md']);
  expect(readFileSync(join(folder, 'Added', 'a.txt'), 'utf8')).toContain('About the tooth');
});

it('leaves alone what is no text or too long, and says so', async () => {
  const world = aWritingWorld();
  const folder = aFolder();
  writeFileSync(join(folder, 'binary.txt'), Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff, 0xfe]));
  writeFileSync(join(folder, 'huge.txt'), 'x'.repeat(100_001));
  writeFileSync(join(folder, 'zero.txt'), 'a\0b');
  await world.client.captureFolder.set({ path: folder });
  const { added, skipped } = await world.client.captureFolder.check();
  expect({ added, names: skipped.map(({ what }) => what) }).toEqual({
    added: 0,
    names: ['binary.txt', 'huge.txt', 'zero.txt'],
  });
  expect(readdirSync(folder)).toHaveLength(3);
  expect(await titles(world)).toEqual([]);
});

it('makes one task of a file that can’t be moved away, and is off until it is set', async () => {
  const world = aWritingWorld();
  const folder = aFolder();
  const { captureFolder } = world.client;
  expect(await captureFolder.status()).toMatchObject({ path: null });
  writeFileSync(join(folder, 'a.txt'), 'Once');
  // A file stands where the folder has to be.
  writeFileSync(join(folder, 'Added'), '');
  await captureFolder.set({ path: folder });
  for (let look = 0; look < 3; look += 1)
    expect((await captureFolder.check()).skipped.map(({ what }) => what)).toEqual(['a.txt']);
  expect(await titles(world)).toEqual(['Once']);
  for (const path of ['relative', join(folder, 'a.txt'), join(folder, 'missing')])
    await expect(captureFolder.set({ path })).rejects.toMatchObject({ code: 'invalidInput' });
  await captureFolder.set({ path: null });
  mkdirSync(join(folder, 'later'));
  expect(await captureFolder.check()).toMatchObject({ path: null, added: 0 });
  expect(existsSync(join(folder, 'a.txt'))).toBe(true);
});

it('follows the folder while the app is open', async () => {
  const world = aWritingWorld();
  const folder = aFolder();
  world.services.captureFolder.start();
  onTestFinished(() => world.services.captureFolder.stop());
  writeFileSync(join(folder, 'a.txt'), 'There before');
  await world.client.captureFolder.set({ path: folder });
  await expect.poll(() => titles(world), { timeout: 60_000 }).toEqual(['There before']);
  writeFileSync(join(folder, 'b.txt'), 'Noticed');
  await expect.poll(() => titles(world), { timeout: 60_000 }).toEqual(['Noticed', 'There before']);
});
