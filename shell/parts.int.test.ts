import { describe, expect, it } from 'vitest';
import type { TaskId } from '../core/ids.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';

/** Subtasks, checklists and what a task waits for, through the contract. */

const DAY = '2027-05-03';

async function trip(
  world: WritingWorld,
  first = 'Plan the trip',
): Promise<{ whole: TaskId; parts: TaskId[] }> {
  const { client } = world;
  const whole = (await client.tasks.create({ text: first })).id;
  const parts: TaskId[] = [];
  for (const text of ['Book the train 15m', 'Ask Julia tomorrow 5m'])
    parts.push((await client.tasks.create({ text, picked: { parentId: whole } })).id);
  return { whole, parts };
}

const partsOf = async ({ client }: WritingWorld, parentId: TaskId) =>
  (await client.tasks.list({ parentId, status: 'any', order: 'created' })).tasks;

describe('subtasks', () => {
  it('have a time of their own, and are counted by their task', async () => {
    const world = aWritingWorld();
    const { whole, parts } = await trip(world);
    await world.client.tasks.finish({ id: parts[0]!, minutes: 12 });
    await world.client.tasks.drop({ id: parts[1]! });
    expect(await world.client.tasks.get({ id: whole })).toMatchObject({ subtasks: 1, subtasksDone: 1 });
    expect(await partsOf(world, whole)).toMatchObject([
      { title: 'Book the train', durationMin: 15, parent: 'Plan the trip', actualMin: 12 },
      { title: 'Ask Julia', date: '2027-05-04', status: 'dropped' },
    ]);
  });

  it('are planned in the place of their task, and hold back what waits for it', async () => {
    const world = aWritingWorld();
    const { whole, parts } = await trip(world);
    const { id: after } = await world.client.tasks.create({ text: 'Pack 20m' });
    await world.client.tasks.update({ id: after, patch: { dependsOn: [whole] } });
    const open = () => world.db.tasks.open().map(({ id }) => id);
    expect(open()).toEqual([...parts, after]);
    await world.client.tasks.finish({ id: parts[0]! });
    await world.client.tasks.finish({ id: parts[1]! });
    expect(open()).toEqual([whole, after]);
  });

  it('are finished, given up and put on hold with their task, as one step', async () => {
    const world = aWritingWorld();
    const { whole } = await trip(world);
    const before = dumpOf(world);
    const statuses = async () => (await partsOf(world, whole)).map(({ status, onHold }) => onHold ?? status);
    await world.client.tasks.finish({ id: whole });
    expect(await statuses()).toEqual(['done', 'done']);
    await world.client.tasks.undo();
    expect(dumpOf(world)).toEqual(before);
    await world.client.tasks.drop({ id: whole });
    expect(await statuses()).toEqual(['dropped', 'dropped']);
    await world.client.tasks.undo();
    await world.client.tasks.update({ id: whole, patch: { onHold: 'someday' } });
    expect(await statuses()).toEqual(['someday', 'someday']);
    await world.client.tasks.update({ id: whole, patch: { onHold: null } });
    expect(await statuses()).toEqual(['open', 'open']);
  });

  it('repeat with their task, and so does its checklist', async () => {
    const world = aWritingWorld();
    const { whole, parts } = await trip(world, 'Clean the flat every Monday');
    await world.client.tasks.update({
      id: whole,
      patch: { checklist: ['sink', { text: 'bath', done: true }], notes: 'with vinegar' },
    });
    await world.client.tasks.finish({ id: parts[0]!, minutes: 20 });
    const before = dumpOf(world);
    const { next } = await world.client.tasks.finish({ id: whole });
    expect(next).toMatchObject({
      date: '2027-05-10',
      notes: 'with vinegar',
      checklist: [
        { text: 'sink', done: false },
        { text: 'bath', done: false },
      ],
    });
    expect(await partsOf(world, next!.id)).toMatchObject([
      { title: 'Book the train', status: 'open', durationMin: 15, actualMin: null },
      { title: 'Ask Julia', status: 'open', date: '2027-05-11' },
    ]);
    await world.client.tasks.undo();
    expect(dumpOf(world)).toEqual(before);
    await world.client.tasks.redo();
    await world.client.tasks.reopen({ id: whole });
    expect((await world.client.tasks.list({ status: 'open', limit: 50 })).tasks.map(({ id }) => id)).toEqual([
      whole,
    ]);
  });

  it('go one level deep and never round in a circle', async () => {
    const world = aWritingWorld();
    const { whole, parts } = await trip(world);
    const put = (id: TaskId, parentId: TaskId) => world.client.tasks.update({ id, patch: { parentId } });
    const refused = expect.objectContaining({ code: 'invalidInput' }) as Error;
    const { id: other } = await world.client.tasks.create({ text: 'Other' });
    await expect(put(whole, whole)).rejects.toEqual(refused);
    await expect(put(whole, other)).rejects.toEqual(refused);
    await expect(put(other, parts[0]!)).rejects.toEqual(refused);
    await put(other, whole);
    await world.client.tasks.update({ id: other, patch: { parentId: null } });
    expect((await world.client.tasks.get({ id: other })).parentId).toBeNull();
  });
});

describe('a task that waits', () => {
  it('says for whom and since when, and forgets that when it is planned again', async () => {
    const world = aWritingWorld();
    const { id } = await world.client.tasks.create({ text: 'Contract' });
    await world.client.tasks.update({ id, patch: { onHold: 'waiting', waitingFor: 'Ines' } });
    world.now = '2027-05-05T09:00';
    await world.client.tasks.update({ id, patch: { waitingFor: 'Ines, by phone' } });
    expect(await world.client.tasks.get({ id })).toMatchObject({
      waitingFor: 'Ines, by phone',
      waitingSince: DAY,
    });
    await world.client.tasks.update({ id, patch: { onHold: null } });
    expect(await world.client.tasks.get({ id })).toMatchObject({ waitingFor: null, waitingSince: null });
  });
});
