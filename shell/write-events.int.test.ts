import { beforeEach, describe, expect, it } from 'vitest';
import { habitId, predictionId, taskId, type TaskId } from '../core/ids.ts';
import { applyChanges } from '../services/intent.ts';
import type { WriteEvent } from '../services/write-events.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Everything that becomes of tasks reaches the learners and the prediction log on one way, whatever the cause. */

let world: WritingWorld;
let received: WriteEvent[];
beforeEach(() => {
  world = aWritingWorld();
  received = [];
  world.ctx.writeEvents.subscribe((event) => received.push(event));
});

/** A task of which something has been predicted. */
async function predicted(text = 'Write the report'): Promise<TaskId> {
  const { id } = await world.client.tasks.create({ text });
  for (const target of ['duration', 'completion'])
    world.db.predictions.insert({
      id: predictionId.parse(world.ctx.ids()),
      taskId: id,
      taskRevision: 0,
      target,
      modelVersion: 'test',
      predicted: {},
      value: 1,
      baseline: null,
      at: 1,
    });
  received = [];
  return id;
}

/** What the prediction log knows of a task. */
function outcomes(id: TaskId): Record<string, number | null> {
  return Object.fromEntries(
    ['duration', 'completion'].map((target) => [
      target,
      world.db.predictions.forTask(id, target)[0]?.outcome ?? null,
    ]),
  );
}

const recorded = (id: TaskId, revised = false): WriteEvent => ({
  type: 'outcomeRecorded',
  taskId: id,
  revised,
});

describe('an outcome', () => {
  it('is recorded when a task is finished, and revised when that is taken back and done again', async () => {
    const id = await predicted();
    await world.client.tasks.finish({ id, minutes: 30 });
    expect(received).toEqual([recorded(id)]);
    expect(outcomes(id)).toEqual({ duration: 30, completion: 1 });
    received = [];
    await world.client.tasks.undo({});
    expect(received).toEqual([recorded(id, true)]);
    expect(outcomes(id)).toEqual({ duration: null, completion: null });
    received = [];
    await world.client.tasks.redo();
    expect(received).toEqual([recorded(id, true)]);
    expect(outcomes(id)).toEqual({ duration: 30, completion: 1 });
  });

  it('is recorded when a task is dropped, and revised when it is opened again', async () => {
    const id = await predicted();
    await world.client.tasks.drop({ id });
    expect(received).toEqual([recorded(id)]);
    expect(outcomes(id)).toEqual({ duration: null, completion: 0 });
    received = [];
    await world.client.tasks.reopen({ id });
    expect(received).toEqual([recorded(id, true)]);
    expect(outcomes(id)).toEqual({ duration: null, completion: null });
  });

  it('is revised when time is added to a task that is done', async () => {
    const id = await predicted();
    await world.client.tasks.finish({ id, minutes: 30 });
    received = [];
    await world.client.tasks.track({ id, from: '2027-05-03T06:00', to: '2027-05-03T06:20' });
    expect(received).toEqual([recorded(id, true)]);
    expect(outcomes(id)).toMatchObject({ duration: 50 });
  });

  it('is recorded when a habit is checked in, be it a session of the week or one more', async () => {
    const habit = await world.client.habits.create({ title: 'Gym', timesPerWeek: 1 });
    const id = habitId.parse(habit.id);
    received = [];
    const planned = await world.client.habits.checkIn({ id, minutes: 40 });
    expect(received).toEqual([recorded(planned.id)]);
    received = [];
    const more = await world.client.habits.checkIn({ id, minutes: 50 });
    expect(received).toEqual([recorded(more.id)]);
    received = [];
    await world.client.tasks.undo({});
    expect(received).toEqual([recorded(more.id, true)]);
  });

  it('is recorded when a week passes with a session that was begun and never finished', async () => {
    const habit = await world.client.habits.create({ title: 'Gym', timesPerWeek: 2 });
    const [session] = world.db.tasks.openSessions(habitId.parse(habit.id));
    await world.client.tasks.start({ id: session!.id });
    world.now = '2027-05-03T08:30';
    await world.client.tasks.pause({ id: session!.id });
    received = [];
    world.now = '2027-05-17T08:00';
    world.services.habits.roll();
    expect(received).toEqual([recorded(session!.id)]);
    expect(world.db.tasks.get(session!.id)?.status).toBe('dropped');
  });

  it('is recorded when another device finished the task, once', async () => {
    const id = await predicted();
    const seq = world.db.changes.lastSeq();
    await world.client.tasks.finish({ id, minutes: 30 });
    const changes = world.db.changes.since(seq, 100);
    await world.client.tasks.undo({});
    received = [];
    const later = changes.map((one) => ({ ...one, at: one.at + 60_000, device: 'another' }));
    applyChanges(world.ctx, later, 'remote');
    expect(received).toEqual([recorded(id)]);
    expect(outcomes(id)).toEqual({ duration: 30, completion: 1 });
  });

  it('is not recorded when something else changes', async () => {
    const id = await predicted();
    await world.client.tasks.update({ id, patch: { title: 'Write it' } });
    await world.client.tasks.defer({ id, until: '2027-05-04' });
    await world.client.tasks.start({ id });
    await world.client.tasks.pause({ id });
    expect(received).toEqual([]);
  });

  it('is kept from the learners when the write fails', async () => {
    const id = await predicted();
    const append = world.db.behavior.append;
    Object.assign(world.db.behavior, {
      append: () => {
        throw new Error('the disk is full');
      },
    });
    await expect(world.client.tasks.finish({ id, minutes: 30 })).rejects.toThrow('Something went wrong');
    Object.assign(world.db.behavior, { append });
    expect(received).toEqual([]);
    expect(outcomes(id)).toEqual({ duration: null, completion: null });
  });
});

describe('a choice', () => {
  it('is sent once it is stored, with its event', async () => {
    const { id: other } = await world.client.tasks.create({ text: 'Call the bank' });
    const { id } = await world.client.tasks.create({ text: 'Write the report' });
    await world.client.tasks.start({ id });
    const [event] = received;
    expect(received).toHaveLength(1);
    expect(event).toMatchObject({ type: 'choiceMade', asked: false, choice: { chosenId: id } });
    const stored = world.db.behavior.forTask(taskId.parse(id)).find(({ type }) => type === 'started');
    expect(event).toMatchObject({ event: { id: stored!.id, at: stored!.at } });
    expect(event!.type === 'choiceMade' && event!.choice.open.map((task) => task.id)).toContain(other);
  });
});
