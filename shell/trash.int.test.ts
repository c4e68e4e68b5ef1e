import { describe, expect, it } from 'vitest';
import { aWritingWorld, dumpOf } from './write-path.fixture.ts';

/** Deleting with a way back, through the contract. */

describe('the trash', () => {
  it('takes a task with its subtasks and tracked time, and gives it back as it was', async () => {
    const world = aWritingWorld('2027-05-03T12:00');
    const { client } = world;
    const { id } = await client.tasks.create({ text: 'Plan the trip p1 #Home @travel' });
    const part = await client.tasks.create({ text: 'Book the train 15m', picked: { parentId: id } });
    await client.tasks.update({ id, patch: { notes: 'by rail', checklist: ['passport'] } });
    await client.tasks.track({ id: part.id, from: '2027-05-03T10:00', to: '2027-05-03T10:20' });
    const after = await client.tasks.create({ text: 'Pack' });
    await client.tasks.update({ id: after.id, patch: { dependsOn: [id] } });
    const before = dumpOf(world);
    expect(await client.tasks.delete({ ids: [id, part.id] })).toEqual({ tasks: 1 });
    expect((await client.tasks.list({ status: 'any' })).tasks).toMatchObject([
      { title: 'Pack', dependsOn: [] },
    ]);
    expect(await client.tasks.trash()).toMatchObject({
      tasks: [{ id, title: 'Plan the trip', project: 'Home', subtasks: 1 }],
    });
    const restored = await client.tasks.restore({ id });
    expect(restored).toMatchObject({ tags: ['travel'], priority: 1, notes: 'by rail', subtasks: 1 });
    const stamped = (dump: typeof before) =>
      JSON.parse(
        JSON.stringify(dump, (key, value: unknown) => (key === 'updated_at' ? 0 : value)),
      ) as unknown;
    expect(stamped(dumpOf(world))).toEqual(stamped(before));
    expect((await client.tasks.trash()).tasks).toEqual([]);
  });

  it('lets a series go on, and is emptied with a way back', async () => {
    const { client } = aWritingWorld();
    const { id } = await client.tasks.create({ text: 'Water plants every Monday' });
    await client.tasks.delete({ ids: [id] });
    const open = async () => (await client.tasks.list({})).tasks.map(({ title, date }) => [title, date]);
    expect(await open()).toEqual([['Water plants', '2027-05-10']]);
    await client.tasks.restore({ id });
    expect(await open()).toEqual([['Water plants', '2027-05-03']]);
    await client.tasks.delete({ ids: [id] });
    expect(await client.tasks.emptyTrash()).toEqual({ tasks: 1 });
    await expect(client.tasks.restore({ id })).rejects.toEqual(expect.objectContaining({ code: 'notFound' }));
    await client.tasks.undo();
    expect((await client.tasks.trash()).tasks).toHaveLength(1);
  });

  it('brings back what it can when the project is gone, and refuses sessions of habits', async () => {
    const { client } = aWritingWorld();
    await client.habits.create({ title: 'Gym', timesPerWeek: 2, durationMin: 45 });
    const session = (await client.tasks.list({})).tasks[0]!;
    await expect(client.tasks.delete({ ids: [session.id] })).rejects.toEqual(
      expect.objectContaining({ code: 'invalidInput' }),
    );
    expect(await client.tasks.running()).toEqual({ task: null });
    const { id } = await client.tasks.create({ text: 'Sort receipts' });
    await client.tasks.start({ id });
    expect(await client.tasks.running()).toMatchObject({ task: { id } });
    await client.tasks.delete({ ids: [id] });
    expect(await client.tasks.running()).toEqual({ task: null });
  });
});
