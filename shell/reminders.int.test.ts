import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveChange } from '../core/domain/views.ts';
import { instantOf, localOf } from '../core/time/zoned.ts';
import { applyChanges } from '../services/intent.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

const TZ = 'Europe/Berlin';

/** Titles of what the next caller is to announce. */
async function announced({ client }: WritingWorld): Promise<string[]> {
  return (await client.reminders.announce()).due.map(({ title }) => title);
}

async function dueNow({ client }: WritingWorld): Promise<string[]> {
  return (await client.reminders.list()).due.map(({ title }) => title);
}

describe('reminders', () => {
  it('are typed, come once, and again when they are snoozed', async () => {
    const world = aWritingWorld();
    const { client } = world;
    const task = await client.tasks.create({ text: 'Dentist today 3pm remind me 1h and 10 min before' });
    expect(task).toMatchObject({ title: 'Dentist', reminders: [60, 10] });
    expect((await client.reminders.list()).coming.map(({ at }) => localOf(at, TZ))).toEqual([
      '2027-05-03T14:00',
      '2027-05-03T14:50',
    ]);
    expect(await announced(world)).toEqual([]);

    world.now = '2027-05-03T14:00';
    expect(await announced(world)).toEqual(['Dentist']);
    expect(await announced(world)).toEqual([]);
    const [first] = (await client.reminders.list()).due;
    await client.reminders.snooze({ id: first!.id, minutes: 20 });
    expect(await dueNow(world)).toEqual([]);
    world.now = '2027-05-03T14:20';
    expect(await announced(world)).toEqual(['Dentist']);
    expect((await client.reminders.dismiss({ ids: [first!.id] })).due).toEqual([]);
    world.now = '2027-05-03T14:50';
    expect(await announced(world)).toEqual(['Dentist']);

    await client.tasks.finish({ id: task.id });
    expect(await dueNow(world)).toEqual([]);
    await expect(client.reminders.snooze({ id: first!.id, minutes: 5 })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('that came while Daymark was closed are shown once, at the next start', async () => {
    const world = aWritingWorld();
    const { client } = world;
    await client.tasks.create({ text: 'Water plants', picked: { reminders: ['2027-05-03T09:00'] } });
    await client.events.create({ title: 'Standup', start: '2027-05-03T09:00', end: '2027-05-03T09:15' });
    world.now = '2027-05-06T18:00';
    // The appointment is over; the task is still to do.
    expect(await announced(world)).toEqual(['Water plants']);
    expect(await announced(world)).toEqual([]);
    expect(await dueNow(world)).toEqual(['Water plants']);
  });

  it('move with a series, and with the time of a task', async () => {
    const world = aWritingWorld();
    const { client } = world;
    const { id } = await client.tasks.create({
      text: 'Bins every Monday 7pm',
      picked: { reminders: [30, '2027-05-03T12:00'] },
    });
    await client.tasks.update({ id, patch: { start: '2027-05-03T20:00' } });
    const { coming } = await client.reminders.list();
    expect(coming.map(({ at }) => localOf(at, TZ))).toEqual(['2027-05-03T12:00', '2027-05-03T19:30']);
    const { next } = await client.tasks.finish({ id });
    expect(next?.reminders).toEqual([30, '2027-05-10T12:00']);
  });

  it('dismissed on one device are not due on another', async () => {
    const [here, there] = [aWritingWorld('2027-05-03T10:00'), aWritingWorld('2027-05-03T10:00', 2)];
    await here.client.tasks.create({ text: 'Call', picked: { reminders: ['2027-05-03T09:00'] } });
    const [due] = (await here.client.reminders.list()).due;
    await here.client.reminders.dismiss({ ids: [due!.id] });
    applyChanges(there.ctx, here.db.changes.since(0, 100), 'remote');
    expect(await dueNow(there)).toEqual([]);
    expect((await there.client.tasks.list({})).tasks).toMatchObject([{ title: 'Call' }]);
  });

  it('that name no day that exists are refused, and nothing is changed', async () => {
    const { client } = aWritingWorld();
    const { id } = await client.tasks.create({ text: 'Call' });
    const patch = { title: 'Other', reminders: ['2027-02-30T09:00'] };
    await expect(client.tasks.update({ id, patch })).rejects.toMatchObject({ code: 'invalidInput' });
    expect(await client.tasks.get({ id })).toMatchObject({ title: 'Call', reminders: [] });
  });

  it('tell views when one is due, is answered, or is no more', async () => {
    const world = aWritingWorld();
    const { id } = await world.client.tasks.create({
      text: 'Call',
      picked: { reminders: ['2027-05-03T09:00'] },
    });
    const stop = new AbortController();
    const changes = world.ctx.hub.subscribe(stop.signal);
    const told = async (): Promise<LiveChange['topic'][]> => {
      world.ctx.hub.publish({ topic: 'vocabulary' });
      const topics: LiveChange['topic'][] = [];
      for (;;) {
        const { value } = await changes.next();
        if (!value || value.topic === 'vocabulary') return topics;
        topics.push(value.topic);
      }
    };
    world.services.reminders.check();
    expect(await told()).toEqual([]);
    world.now = '2027-05-03T09:00';
    world.services.reminders.tick();
    expect(await told()).toEqual(['reminders']);
    world.services.reminders.tick();
    expect(await told()).toEqual([]);
    await world.client.tasks.finish({ id });
    world.services.reminders.check();
    expect(await told()).toContain('reminders');
    stop.abort();
  });

  it('are never announced twice and none is lost, however clock and zone jump', async () => {
    const world = aWritingWorld('2027-03-27T06:00');
    const { client } = world;
    // The night in which clocks go forward lies in it.
    const start = instantOf(world.now, TZ);
    const jump = fc.record({
      minutes: fc.integer({ min: -600, max: 900 }),
      zone: fc.constantFrom(TZ, 'Pacific/Auckland', 'America/Los_Angeles'),
    });
    const offsets = fc.uniqueArray(fc.integer({ min: 1, max: 3 * 1_440 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(offsets, fc.array(jump, { maxLength: 8 }), async (minutes, jumps) => {
        world.now = localOf(start, TZ);
        await client.preferences.update({ zone: TZ });
        const reminders = [...new Set(minutes.map((min) => localOf(start + min * 60_000, TZ)))];
        const { id } = await client.tasks.create({ text: 'Call', picked: { reminders } });
        const heard: string[] = [];
        const listen = async (now: number, zone: string): Promise<void> => {
          world.now = localOf(now, TZ);
          await client.preferences.update({ zone });
          for (const { at } of (await client.reminders.announce()).due) {
            expect(at).toBeLessThanOrEqual(instantOf(world.now, TZ));
            heard.push(localOf(at, TZ));
          }
        };
        let at = start;
        for (const { minutes: by, zone } of jumps) await listen((at += by * 60_000), zone);
        await listen(start + 5 * 1_440 * 60_000, TZ);
        expect(heard.toSorted()).toEqual(reminders.toSorted());
        await client.tasks.drop({ id });
      }),
      { numRuns: 30, seed: 4 },
    );
  });
});
