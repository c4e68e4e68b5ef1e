import { describe, expect, it } from 'vitest';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Tracked time put right: listed, changed, taken away, with what a finished task took following from it. */

const TODAY = '2027-05-03';

async function finished(): Promise<{ world: WritingWorld; id: Awaited<ReturnType<typeof idOf>> }> {
  const world = aWritingWorld(`${TODAY}T12:00`);
  const id = await idOf(world);
  await world.client.tasks.track({ id, from: `${TODAY}T09:00`, to: `${TODAY}T09:40` });
  await world.client.tasks.track({ id, from: `${TODAY}T10:00`, to: `${TODAY}T10:10` });
  await world.client.tasks.finish({ id });
  return { world, id };
}

async function idOf({ client }: WritingWorld) {
  return (await client.tasks.create({ text: 'Sort receipts' })).id;
}

const lengths = async ({ client }: WritingWorld, id: Awaited<ReturnType<typeof idOf>>): Promise<number[]> =>
  (await client.tasks.stretches({ id })).stretches.map(({ start, end }) => ((end ?? 0) - start) / 60_000);

describe('tracked time', () => {
  it('is listed, changed and taken away, and what the task took follows and is told to the learners', async () => {
    const { world, id } = await finished();
    const { client } = world;
    const told: unknown[] = [];
    world.ctx.writeEvents.subscribe((event) => told.push(event));
    expect(await lengths(world, id)).toEqual([40, 10]);
    const { stretches } = await client.tasks.stretches({ id });
    const [first, second] = stretches as [(typeof stretches)[0], (typeof stretches)[0]];
    const changed = await client.tasks.changeStretch({
      stretchId: first.id,
      from: `${TODAY}T09:20`,
      to: `${TODAY}T09:40`,
    });
    expect([changed.actualMin, await lengths(world, id)]).toEqual([30, [20, 10]]);
    const removed = await client.tasks.removeStretch({ stretchId: second.id });
    expect([removed.actualMin, removed.trackedMin, await lengths(world, id)]).toEqual([20, 20, [20]]);
    expect(told).toEqual([
      { type: 'outcomeRecorded', taskId: id, revised: true },
      { type: 'outcomeRecorded', taskId: id, revised: true },
    ]);
    await client.tasks.undo();
    await client.tasks.undo();
    expect([(await client.tasks.get({ id })).actualMin, await lengths(world, id)]).toEqual([50, [40, 10]]);
    expect((await client.tasks.removeStretch({ stretchId: first.id })).actualMin).toBe(10);
    expect((await client.tasks.removeStretch({ stretchId: second.id })).actualMin).toBeNull();
  });

  it('moves the start of a timer that runs, which goes on', async () => {
    const world = aWritingWorld(`${TODAY}T12:00`);
    const id = await idOf(world);
    await world.client.tasks.start({ id });
    world.now = `${TODAY}T12:10`;
    const [running] = (await world.client.tasks.stretches({ id })).stretches;
    const task = await world.client.tasks.changeStretch({
      stretchId: running!.id,
      from: `${TODAY}T11:45`,
      to: null,
    });
    expect(task.runningSince).toBe(Date.UTC(2027, 4, 3, 9, 45));
    const paused = await world.client.tasks.pause({ id });
    expect(paused.trackedMin).toBe(25);
  });

  it.each([
    [
      'an end before its start',
      { from: `${TODAY}T09:30`, to: `${TODAY}T09:20` },
      'to: it has to come after from',
    ],
    ['the future', { from: `${TODAY}T11:30`, to: `${TODAY}T12:30` }, 'to: it lies in the future'],
    [
      'time that is tracked already',
      { from: `${TODAY}T09:30`, to: `${TODAY}T10:05` },
      'from: some of this time',
    ],
    ['more than a day', { from: '2027-05-01T09:30', to: `${TODAY}T09:40` }, 'to: at most a day'],
    ['no end', { from: `${TODAY}T09:30`, to: null }, 'to: only a running timer has no end'],
  ])('is not changed to %s', async (_name, span, reason) => {
    const { world, id } = await finished();
    const [first] = (await world.client.tasks.stretches({ id })).stretches;
    await expect(world.client.tasks.changeStretch({ stretchId: first!.id, ...span })).rejects.toEqual(
      expect.objectContaining({ code: 'invalidInput', message: expect.stringContaining(reason) }),
    );
    expect(await lengths(world, id)).toEqual([40, 10]);
  });
});
