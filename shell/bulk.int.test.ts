import { describe, expect, it } from 'vitest';
import type { BulkAction } from '../core/domain/bulk.ts';
import { say } from '../core/messages/index.ts';
import { taskId } from '../core/ids.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';

/** One thing done to several tasks: one step, all of it or nothing. */

async function filled(): Promise<{ world: WritingWorld; ids: ReturnType<typeof taskId.parse>[] }> {
  const world = aWritingWorld();
  for (const text of ['Sort receipts @paper', 'Water plants every Monday', 'Call the bank p1', 'Old one'])
    await world.client.tasks.create({ text });
  const { tasks } = await world.client.tasks.list({ order: 'created' });
  const ids = tasks.map(({ id }) => id);
  await world.client.tasks.finish({ id: ids[3]! });
  return { world, ids };
}

describe('changing tasks together', () => {
  it('edits all of them, keeps their other tags, and is undone as one step', async () => {
    const { world, ids } = await filled();
    const before = dumpOf(world);
    const patch = { project: 'House', priority: 2, date: '2027-05-06' } as const;
    const action: BulkAction = {
      kind: 'edit',
      patch,
      addTags: ['soon'],
      removeTags: ['Paper'],
    };
    expect(await world.client.tasks.changeTogether({ ids: ids.slice(0, 3), action })).toEqual({ tasks: 3 });
    const { tasks } = await world.client.tasks.list({ filter: '#House', order: 'created' });
    expect(tasks).toMatchObject(
      ['Sort receipts', 'Water plants', 'Call the bank'].map((title) => ({
        title,
        priority: 2,
        date: '2027-05-06',
        tags: ['soon'],
      })),
    );
    const { undo } = await world.client.tasks.history();
    expect(say(undo!)).toBe('change 3 tasks');
    await world.client.tasks.undo();
    expect(dumpOf(world)).toEqual(before);
  });

  it('finishes and drops what is open, with what follows in a series', async () => {
    const { world, ids } = await filled();
    const { tasks: finished } = await world.client.tasks.changeTogether({ ids, action: { kind: 'finish' } });
    expect(finished).toBe(3);
    const { tasks } = await world.client.tasks.list({});
    expect(tasks.map(({ title, date }) => [title, date])).toEqual([['Water plants', '2027-05-10']]);
    expect(
      await world.client.tasks.changeTogether({ ids: [tasks[0]!.id], action: { kind: 'drop' } }),
    ).toEqual({
      tasks: 1,
    });
    expect(await world.client.tasks.changeTogether({ ids, action: { kind: 'finish' } })).toEqual({
      tasks: 0,
    });
    expect(say((await world.client.tasks.history()).undo!)).toBe('mark “Water plants” as won’t do');
  });

  it('puts them off together, and counts that for each', async () => {
    const { world, ids } = await filled();
    await world.client.tasks.changeTogether({ ids, action: { kind: 'defer', until: '2027-05-07' } });
    const { tasks } = await world.client.tasks.list({ order: 'created' });
    expect(tasks.map(({ title, date, deferrals }) => [title, date, deferrals])).toEqual([
      ['Sort receipts', '2027-05-07', 1],
      ['Water plants', '2027-05-07', 1],
      ['Call the bank', '2027-05-07', 1],
    ]);
  });

  it('changes nothing when one of them is not there or refuses it', async () => {
    const { world, ids } = await filled();
    const before = dumpOf(world);
    const gone = taskId.parse('01900000-0000-7000-8000-ffffffffffff');
    const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
    const action = { kind: 'edit', patch: { priority: 1 } } as const;
    await expect(world.client.tasks.changeTogether({ ids: [...ids, gone], action })).rejects.toEqual(
      code('notFound'),
    );
    await expect(
      world.client.tasks.changeTogether({ ids, action: { kind: 'edit', patch: { date: '2027-02-31' } } }),
    ).rejects.toEqual(code('invalidInput'));
    expect(dumpOf(world)).toEqual(before);
  });
});
