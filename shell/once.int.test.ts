import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../core/domain/task.ts';
import { takeLock, type ForeignLock } from './profile-lock.ts';
import type { Profile } from './profile-types.ts';
import { appClient } from './rpc.ts';
import { noMl, openTestProfile, removeFolder, temporaryFolder } from './testing.ts';

/** A change that is asked for twice under one intent id is made once, through every way in. */

let folder: string;
let profile: Profile;
let guest: ForeignLock;
beforeAll(async () => {
  folder = temporaryFolder();
  profile = await openTestProfile(folder, { spawnMl: noMl });
  const lock = await takeLock(folder, 'cli');
  if (lock.kind !== 'foreign') throw new Error('expected a guest');
  guest = lock;
});
afterAll(async () => {
  guest.port.close();
  await profile.close();
  removeFolder(folder);
});

const count = async (): Promise<number> => (await profile.client.tasks.list({ status: 'any' })).total;
const again = () => ({ context: { intentId: v7() } });

describe.each(['in process', 'over the socket'])('%s', (way) => {
  const client = () => (way === 'in process' ? profile.client : appClient(guest.port));
  let task: Task;
  beforeAll(async () => {
    task = await client().tasks.create({ text: `A task ${way}` });
  });

  it('makes a task once, also when both ask at the same time', async () => {
    const before = await count();
    const intent = again();
    const made = await Promise.all([1, 2, 3].map(() => client().tasks.create({ text: 'Only once' }, intent)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await client().tasks.create({ text: 'Only once' }, intent)).toEqual(made[0]);
    expect(await count()).toBe(before + 1);
  });

  it('makes many once', async () => {
    const before = await count();
    const intent = again();
    const first = await client().tasks.createMany({ lines: ['one', 'two'] }, intent);
    expect(await client().tasks.createMany({ lines: ['one', 'two'] }, intent)).toEqual(first);
    expect(await count()).toBe(before + 2);
  });

  it('answers a second finish with what the first one did, and a finish of its own with an error', async () => {
    const intent = again();
    const first = await client().tasks.finish({ id: task.id, minutes: 20 }, intent);
    expect(await client().tasks.finish({ id: task.id, minutes: 20 }, intent)).toEqual(first);
    await expect(client().tasks.finish({ id: task.id }, again())).rejects.toMatchObject({
      code: 'invalidInput',
    });
    expect((await client().tasks.get({ id: task.id })).actualMin).toBe(20);
  });

  it('takes one change back, not two', async () => {
    const [kept, gone] = [
      await client().tasks.create({ text: 'kept' }),
      await client().tasks.create({ text: 'gone' }),
    ];
    const intent = again();
    for (let time = 0; time < 3; time += 1)
      expect(await client().tasks.undo({}, intent)).toMatchObject({ undone: 'tasks.create', ids: [gone.id] });
    expect((await client().tasks.get({ id: kept.id })).title).toBe('kept');
  });

  it('repeats a change without input, such as going back to the plan before', async () => {
    const intent = again();
    const first = await client().planning.undo(undefined, intent);
    expect(await client().planning.undo(undefined, intent)).toEqual(first);
  });

  it('tries again what was refused', async () => {
    const intent = again();
    await expect(client().tasks.start({ id: v7() as Task['id'] }, intent)).rejects.toMatchObject({
      code: 'notFound',
    });
    const other = await client().tasks.create({ text: 'Later' });
    await expect(client().tasks.start({ id: other.id }, intent)).resolves.toMatchObject({ id: other.id });
  });

  it('refuses an id that stands for another change', async () => {
    const intent = again();
    await client().tasks.create({ text: 'one' }, intent);
    await expect(client().tasks.create({ text: 'two' }, intent)).rejects.toMatchObject({
      code: 'invalidInput',
    });
    await expect(client().projects.create({ name: 'two' }, intent)).rejects.toMatchObject({
      code: 'invalidInput',
    });
  });
});

it('keeps answers over a restart', async () => {
  const own = temporaryFolder();
  const intent = again();
  const first = await openTestProfile(own, { spawnMl: noMl });
  const made = await first.client.tasks.create({ text: 'Before the end' }, intent);
  await first.close();
  const second = await openTestProfile(own, { spawnMl: noMl });
  expect(await second.client.tasks.create({ text: 'Before the end' }, intent)).toEqual(made);
  await second.close();
  removeFolder(own);
});
