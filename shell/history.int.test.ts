import { describe, expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import { aWritingWorld, dumpOf } from './write-path.fixture.ts';

/** Undo and redo as a person uses them, through the contract. */

describe('history', () => {
  it('lists its steps, the newest first, and which of them are undone', async () => {
    const { client } = aWritingWorld();
    const steps = async (): Promise<string[]> =>
      (await client.tasks.steps()).steps.map(({ message, undone }) => `${undone ? '– ' : ''}${say(message)}`);
    expect(await steps()).toEqual([]);
    const one = await client.tasks.create({ text: 'Water the plants' });
    await client.tasks.finish({ id: one.id });
    await client.tasks.create({ text: 'Call Julia' });
    expect(await steps()).toEqual([
      'added “Call Julia”',
      'finished “Water the plants”',
      'added “Water the plants”',
    ]);
    await client.tasks.undo();
    await client.tasks.undo();
    expect(await steps()).toEqual([
      '– added “Call Julia”',
      '– finished “Water the plants”',
      'added “Water the plants”',
    ]);
    await client.tasks.redo();
    expect((await steps()).map((step) => step.startsWith('–'))).toEqual([true, false, false]);
  });

  it('goes back strictly in order and names each step', async () => {
    const { client } = aWritingWorld();
    const lines = Array.from({ length: 10 }, (_, n) => `Task ${n}`);
    const { tasks } = await client.tasks.createMany({ lines });
    await client.tasks.pin({ id: tasks[3]!.id, start: '2027-05-04T10:00' });
    const next = async (): Promise<(string | null)[]> => {
      const { undo, redo } = await client.tasks.history();
      return [undo && say(undo), redo && say(redo)];
    };
    const said = async (kind: 'undo' | 'redo'): Promise<string | null> => {
      const { message } = await client.tasks[kind]();
      return message && say(message);
    };
    expect(await next()).toEqual(['move “Task 3”', null]);
    expect(await said('undo')).toBe('Undid: moved “Task 3”');
    expect(await next()).toEqual(['add 10 tasks', 'move “Task 3”']);
    expect(await said('undo')).toBe('Undid: added 10 tasks');
    expect((await client.tasks.list({})).total).toBe(0);
    expect(await next()).toEqual([null, 'add 10 tasks']);
    expect([await said('redo'), await said('redo'), await said('redo')]).toEqual([
      'Redid: added 10 tasks',
      'Redid: moved “Task 3”',
      null,
    ]);
    expect((await client.tasks.get({ id: tasks[3]!.id })).pinnedStart).toBe('2027-05-04T10:00');
  });

  it('forgets what was undone when something new is done', async () => {
    const { client } = aWritingWorld();
    await client.tasks.create({ text: 'One' });
    await client.tasks.undo();
    await client.tasks.create({ text: 'Two' });
    expect((await client.tasks.redo()).undone).toBeNull();
    expect((await client.tasks.list({})).tasks.map((task) => task.title)).toEqual(['Two']);
  });

  it('leaves what came about by itself, and is not broken by it', async () => {
    const world = aWritingWorld();
    const { client, db, services } = world;
    const task = await client.tasks.create({ text: 'Call mum' });
    await client.tasks.pin({ id: task.id, start: '2027-05-04T10:00' });
    db.tasks.setPrediction(task.id, (await client.tasks.get({ id: task.id })).revision, {
      priorityScore: null,
    });
    db.changes.write({ group: 'auto', at: 1, origin: 'auto' }, () =>
      db.tasks.update(task.id, { energy: 'low' }, db.tasks.get(task.id)!.updatedAt),
    );
    await client.habits.create({ title: 'Gym', timesPerWeek: 3 });
    world.now = '2027-05-10T08:00';
    services.habits.roll();
    expect((await client.tasks.undo()).undone).toBe('habits.create');
    expect((await client.tasks.list({ status: 'any' })).total).toBe(1);
    expect((await client.tasks.undo()).undone).toBe('tasks.pin');
    expect(await client.tasks.get({ id: task.id })).toMatchObject({ pinnedStart: null, energy: 'low' });
    await client.tasks.undo();
    await client.tasks.redo();
    expect(await client.tasks.get({ id: task.id })).toMatchObject({ title: 'Call mum', energy: 'low' });
  });

  it('survives a restart of the program half-way through a large step', async () => {
    const world = aWritingWorld();
    const { client, db } = world;
    const start = dumpOf(world);
    const lines = Array.from({ length: 500 }, (_, n) => `Task ${n} @t${n % 7}`);
    await client.tasks.createMany({ lines });
    const end = dumpOf(world);
    const entry = db.history.undoable()!;
    const below = db.changes.write({ group: 'half', at: 1, origin: 'local' }, () => {
      const at = db.changes.invert(entry.group, { limit: 120 });
      db.history.update(entry.seq, { underway: { group: 'half', kind: 'undo', below: at } });
      return at;
    });
    expect(below).not.toBeNull();
    expect(db.history.undoable()).toBeUndefined();
    await world.services.history.resume();
    expect(dumpOf(world)).toEqual(start);
    expect((await client.tasks.redo()).undone).toBe('tasks.createMany');
    expect(dumpOf(world)).toEqual(end);
  });
});

describe('an archived project', () => {
  it('comes back by undo, by hand, and by its name in a new task, which undo takes back too', async () => {
    const { client } = aWritingWorld();
    const { id } = await client.projects.create({ name: 'Work' });
    const archived = async (): Promise<boolean> =>
      (await client.projects.list()).projects.find((project) => project.id === id)!.archived;
    await client.projects.update({ id, archived: true });
    const { message } = await client.tasks.undo();
    expect([say(message!), await archived()]).toEqual(['Undid: archived the project “Work”', false]);
    await client.projects.update({ id, archived: true });
    await client.projects.update({ id, archived: false });
    expect(await archived()).toBe(false);
    await client.projects.update({ id, archived: true });
    const task = await client.tasks.create({ text: 'Report #work' });
    expect([task.projectId, await archived()]).toEqual([id, false]);
    await client.tasks.undo();
    expect(await archived()).toBe(true);
  });
});
