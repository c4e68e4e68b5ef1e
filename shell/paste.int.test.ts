import { describe, expect, it } from 'vitest';
import type { TaskId } from '../core/ids.ts';
import { say } from '../core/messages/index.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';

/** Lists added through the contract. */

async function add(
  { client }: WritingWorld,
  text: string,
  until = Number.MAX_SAFE_INTEGER,
): Promise<number[]> {
  const told: number[] = [];
  for await (const { added, complete } of await client.tasks.addList({ text })) {
    told.push(added);
    if (!complete && added >= until) break;
  }
  return told;
}

describe('a pasted list', () => {
  it('is previewed as the tasks that it becomes', async () => {
    const { client } = aWritingWorld();
    const lines = Array.from({ length: 700 }, (_, n) => `- [${n % 2 ? 'x' : ' '}] Thing ${n}`);
    const preview = await client.capture.preview({ text: `${lines.join('\n')}\n  - part` });
    expect([preview.items.length, preview.total, preview.done, preview.noted]).toEqual([500, 700, 350, 1]);
  });

  it('keeps what was done as done, with its structure, and is undone as one', async () => {
    const world = aWritingWorld();
    const start = dumpOf(world);
    await add(world, '- Trip tomorrow #Fun\n  - [x] book\n- [x] Call Ada 20m\n- Bins every Monday');
    const { tasks } = await world.client.tasks.list({ status: 'any', order: 'created' });
    expect(tasks.map(({ title, status, notes, project }) => [title, status, notes, project])).toEqual([
      ['Trip', 'open', '- [x] book', 'Fun'],
      ['Call Ada', 'done', '', null],
      ['Bins', 'open', '', null],
    ]);
    expect(tasks[1]).toMatchObject({ completedAt: world.ctx.clock(), durationMin: 20, actualMin: null });
    const { message } = await world.client.tasks.undo();
    expect(say(message!)).toBe('Undid: added 3 tasks');
    expect(dumpOf(world)).toEqual(start);
  });

  it('tells how far it is, and is gone as a whole when it is cancelled or the program ends', async () => {
    const world = aWritingWorld();
    await world.client.tasks.create({ text: 'Kept' });
    const start = dumpOf(world);
    const text = Array.from({ length: 200 }, (_, n) => `Thing ${n} @t${n} #P${n % 3} after "Kept"`).join(
      '\n',
    );
    expect(await add(world, text, 80)).toEqual([40, 80]);
    expect(dumpOf(world)).toEqual(start);
    expect((await world.client.tasks.history()).undo).toMatchObject({ params: { title: 'Kept' } });

    const half = world.services.lists.add({ text });
    await half.next();
    await world.services.history.resume();
    expect(dumpOf(world)).toEqual(start);
  });

  it('refuses what no task can hold, with nothing changed', async () => {
    const world = aWritingWorld();
    const { client } = world;
    await client.tasks.create({ text: 'Kept' });
    const start = dumpOf(world);
    const noted = `One\n${'  - a line of notes\n'.repeat(6_000)}`;
    for (const text of [`One\n${'x'.repeat(10_001)}`, noted]) {
      await expect(add(world, text)).rejects.toMatchObject({ code: 'tooLarge' });
      await expect(client.capture.preview({ text })).rejects.toMatchObject({ code: 'tooLarge' });
    }
    const blank = async (text: string): Promise<void> => {
      for await (const _ of await client.tasks.addList({ items: [{ text: 'One' }, { text }] })) void _;
    };
    for (const text of ['', ' ', '\t\u00a0\u3000', '\ufeff'])
      await expect(blank(text)).rejects.toMatchObject({ code: 'invalidInput' });
    expect(dumpOf(world)).toEqual(start);
    expect((await client.tasks.list({})).tasks.map(({ title }) => title)).toEqual(['Kept']);
  });

  it('leaves the way free for what someone waits for, and is found for its vectors afterwards', async () => {
    const world = aWritingWorld();
    await add(world, Array.from({ length: 60 }, (_, n) => `Thing ${n}`).join('\n'));
    const { db } = world;
    expect([db.jobs.pending('embed'), db.jobs.awaited('embed'), db.jobs.awaited('plan')]).toEqual([1, 0, 1]);
    const { id } = await world.client.tasks.create({ text: 'Now' });
    expect(db.jobs.claim(world.ctx.clock(), ['embed'])?.taskId).toBe(id);
    const first = db.embeddings.missing('m', 10);
    expect(first).toHaveLength(10);
    expect(db.embeddings.missing('m', 100, first.at(-1)!.rid)).toHaveLength(51);
  });

  it('undoes and redoes a long one in pieces, byte for byte', async () => {
    const world = aWritingWorld();
    const start = dumpOf(world);
    const told = await add(
      world,
      Array.from({ length: 2_000 }, (_, n) => `Thing ${n} @t${n % 9}`).join('\n'),
    );
    expect(told.at(-1)).toBe(2_000);
    const end = dumpOf(world);
    expect((await world.client.tasks.undo()).ids).toEqual(expect.any(Array<TaskId>));
    expect(dumpOf(world)).toEqual(start);
    await world.client.tasks.redo();
    expect(dumpOf(world)).toEqual(end);
  });
});
