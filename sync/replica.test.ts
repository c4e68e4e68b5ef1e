import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { acts, Device, MemoryMailbox, settle } from './devices.fixture.ts';
import { story, tell } from './stories.fixture.ts';

/** Whatever devices do, and however their batches travel, they come to the same rows. */

const RUNS = Number(process.env['SYNC_RUNS'] ?? 120);

function devicesOf(count: number, skews: readonly number[], world: { now: number }): Device[] {
  return skews.slice(0, count).map((skew, index) => new Device(index + 1, world, skew));
}

it('brings devices to the same rows, whatever order, repetition or delay their batches come with', () => {
  fc.assert(
    fc.property(story, ({ devices: count, skews, steps }) => {
      const world = { now: Date.UTC(2027, 4, 3, 8) };
      const devices = devicesOf(count, skews, world);
      try {
        for (const step of steps)
          tell(devices, world, step, (who, from, again) => void who.receive(from, again));
        settle(devices);
        const [first, ...others] = devices.map((device) => device.dump());
        for (const other of others) expect(other).toEqual(first);
      } finally {
        for (const device of devices) device.db.close();
      }
    }),
    { numRuns: RUNS, seed: Number(process.env['SYNC_SEED'] ?? 5) },
  );
});

const cuts = fc.array(fc.constantFrom('before', 'after', null, null, null, null), {
  minLength: 40,
  maxLength: 40,
});

it('loses nothing when rounds are cut off anywhere, and snapshots take the place of batches', async () => {
  await fc.assert(
    fc.asyncProperty(story, cuts, async ({ devices: count, skews, steps }, faults) => {
      const world = { now: Date.UTC(2027, 4, 3, 8) };
      const devices = devicesOf(count, skews, world);
      const mailbox = new MemoryMailbox();
      const keys = [{ id: randomUUID(), madeAt: 1, key: new Uint8Array(32).fill(3) }];
      let call = 0;
      try {
        // Acts and rounds take turns: each round is cut off where its faults say.
        for (const step of steps) {
          tell(devices, world, step, () => {});
          if (step.kind !== 'receive') continue;
          mailbox.fails = () => faults[call++ % faults.length] ?? null;
          await devices[step.who % count]!.round(mailbox, keys, 3).catch(() => {});
        }
        mailbox.fails = () => null;
        for (let round = 0; round < 3; round += 1)
          for (const device of devices) await device.round(mailbox, keys, 3);
        const [first, ...others] = devices.map((device) => device.dump());
        for (const other of others) expect(other).toEqual(first);
        const fresh = new Device(9, world, 0);
        devices.push(fresh);
        await fresh.round(mailbox, keys, 3);
        expect(fresh.dump()).toEqual(first);
      } finally {
        for (const device of devices) device.db.close();
      }
    }),
    { numRuns: Math.ceil(RUNS / 3), seed: Number(process.env['SYNC_SEED'] ?? 5) },
  );
});

it('keeps what was added anywhere, and undoes exactly what was done here', () => {
  const world = { now: Date.UTC(2027, 4, 3, 8) };
  const [here, there] = [new Device(1, world, 0), new Device(2, world, 3_600_000)];
  const pick = (value: number) => () => value;
  acts['add']!(here, pick(1));
  settle([here, there]);
  const id = here.tasks()[0]!;
  // Both edit it apart; here it is then undone, there the other field stays.
  const group = here.act(() => here.db.tasks.update(id, { title: 'Ours' }, here.now));
  there.act(() => there.db.tasks.update(id, { priority: 1 }, there.now));
  settle([here, there]);
  expect(here.db.tasks.get(id)).toMatchObject({ title: 'Ours', priority: 1 });
  here.act(() => here.db.changes.invert(group));
  settle([here, there]);
  expect(there.dump()).toEqual(here.dump());
  expect(there.db.tasks.get(id)).toMatchObject({ title: 'Task 1', priority: 1 });
  for (const device of [here, there]) device.db.close();
});

it('keeps both versions of a text that two devices wrote apart', () => {
  const world = { now: Date.UTC(2027, 4, 3, 8) };
  const [here, there] = [new Device(1, world, 0), new Device(2, world, 0)];
  acts['add']!(here, () => 0);
  settle([here, there]);
  const id = here.tasks()[0]!;
  world.now += 1_000;
  here.act(() => here.db.tasks.update(id, { notes: 'Ring twice' }, here.now));
  world.now += 1_000;
  there.act(() => there.db.tasks.update(id, { notes: 'Use the back door' }, there.now));
  settle([here, there]);
  for (const device of [here, there]) {
    expect(device.db.tasks.get(id)?.notes).toBe('Use the back door');
    expect(device.db.sync.replacedTextsOf({ table: 'tasks', rowId: id })).toMatchObject([
      { field: 'notes', text: 'Ring twice' },
    ]);
  }
  // One after the other, knowing of each other, is no conflict.
  world.now += 1_000;
  here.act(() => here.db.tasks.update(id, { notes: 'Back door, twice' }, here.now));
  settle([here, there]);
  expect(there.db.sync.replacedTextsOf({ table: 'tasks', rowId: id })).toHaveLength(1);
  for (const device of [here, there]) device.db.close();
});

it('keeps a project that was deleted while a task went into it elsewhere, and time that was tracked on a lost task', () => {
  const world = { now: Date.UTC(2027, 4, 3, 8) };
  const [here, there] = [new Device(1, world, 0), new Device(2, world, 0)];
  acts['project']!(here, () => 0);
  const added = here.act(() => acts['add']!(here, () => 0));
  settle([here, there]);
  const project = here.projects()[0]!;
  const task = here.tasks()[0]!;
  here.act(() => here.db.changes.invert(added));
  here.act(() => here.db.projects.remove(project));
  there.act(() => there.db.timeEntries.start({ id: there.newId(), taskId: task, at: there.now }));
  settle([here, there]);
  expect(here.dump()).toEqual(there.dump());
  expect(here.db.tasks.get(task)).toMatchObject({ projectId: project });
  expect(here.db.timeEntries.running()).toMatchObject({ taskId: task });
  for (const device of [here, there]) device.db.close();
});
