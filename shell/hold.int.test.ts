import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../core/domain/task.ts';
import type { PlanView } from '../core/domain/views.ts';
import { say } from '../core/messages/index.ts';
import type { Profile } from './profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** Tasks for some day and tasks that wait for someone: kept, shown apart, and not planned. */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;

let folder: string;
let profile: Profile;
beforeEach(async () => {
  folder = temporaryFolder();
  profile = await openTestProfile(folder, { clock: () => Date.parse('2027-05-03T06:00:00Z') });
  await profile.whenMlReady(READY_MS);
});
afterEach(async () => {
  await profile.close();
  removeFolder(folder);
});

const planned = async (): Promise<PlanView> => {
  expect(await profile.settle(SETTLE_MS)).toBe(true);
  return profile.client.planning.current();
};
const titles = async (status: 'open' | 'someday' | 'waiting'): Promise<string[]> =>
  (await profile.client.tasks.list({ status })).tasks.map(({ title }) => title).toSorted();
const hold = (task: Task, onHold: 'someday' | 'waiting' | null): Promise<Task> =>
  profile.client.tasks.update({ id: task.id, patch: { onHold } });

describe('a task on hold', () => {
  it('has no place in the plan, in the open list and in the counts, and comes back as it was', async () => {
    const { client } = profile;
    const learn = await typed(profile, 'Learn to sail 60m #Fun');
    await typed(profile, 'Pay rent 20m');
    expect((await planned()).blocks).toHaveLength(2);
    await client.tasks.start({ id: learn.id });
    const held = await hold(learn, 'someday');
    expect(held).toMatchObject({ status: 'open', onHold: 'someday', runningSince: null });
    expect((await planned()).blocks.map(({ title }) => title)).toEqual(['Pay rent']);
    expect((await client.planning.current()).unscheduled).toEqual([]);
    expect([await titles('open'), await titles('someday'), await titles('waiting')]).toEqual([
      ['Pay rent'],
      ['Learn to sail'],
      [],
    ]);
    expect(await client.tasks.counts()).toMatchObject({ open: 1, inbox: 1 });
    expect((await client.projects.list()).projects).toMatchObject([{ name: 'Fun', openTasks: 0 }]);
    const { undo } = await client.tasks.history();
    expect(say(undo!)).toBe('move “Learn to sail” to Someday');

    await hold(learn, null);
    expect((await planned()).blocks).toHaveLength(2);
    expect(await titles('someday')).toEqual([]);
    await client.tasks.undo();
    expect(await titles('someday')).toEqual(['Learn to sail']);
  });

  it('holds back what waits for it, which says so', async () => {
    const { client } = profile;
    const answer = await typed(profile, 'Answer from Jo 30m');
    const sign = await typed(profile, 'Sign the contract 30m');
    await client.tasks.update({ id: sign.id, patch: { dependsOn: [answer.id] } });
    await hold(answer, 'waiting');
    const plan = await planned();
    expect(plan.blocks).toEqual([]);
    expect(plan.unscheduled.map(({ title, why, remedy }) => [title, say(why!), say(remedy!)])).toEqual([
      ['Sign the contract', '“Answer from Jo”, which blocks it, is on hold.', 'Plan “Answer from Jo” again.'],
    ]);
    await client.tasks.finish({ id: answer.id });
    expect((await planned()).blocks.filter(({ done }) => !done)).toMatchObject([
      { title: 'Sign the contract' },
    ]);
    expect(await titles('waiting')).toEqual([]);
  });

  it('is planned again when it is started, given a day or pinned, which counts as no postponement', async () => {
    const { client } = profile;
    const one = await hold(await typed(profile, 'One 20m'), 'waiting');
    expect(await client.tasks.start({ id: one.id })).toMatchObject({ onHold: null });
    const two = await hold(await typed(profile, 'Two 20m'), 'someday');
    const put = await client.tasks.defer({ id: two.id, until: '2027-05-05' });
    expect(put).toMatchObject({ onHold: null, date: '2027-05-05', deferrals: 0 });
    const three = await hold(await typed(profile, 'Three 20m'), 'someday');
    await client.tasks.pin({ id: three.id, start: '2027-05-04T10:00' });
    expect(await titles('someday')).toEqual([]);
  });

  it('of a series is followed by one that is planned', async () => {
    const { client } = profile;
    const plants = await hold(await typed(profile, 'Water the plants every Monday 20m'), 'someday');
    const { next } = await client.tasks.finish({ id: plants.id });
    expect(next).toMatchObject({ status: 'open', onHold: null, date: '2027-05-10' });
  });

  it('can not be a session of a habit, nor what is finished', async () => {
    const { client } = profile;
    await client.habits.create({ title: 'Gym', timesPerWeek: 2, durationMin: 30 });
    const [session] = (await client.tasks.list({})).tasks;
    await expect(hold(session!, 'someday')).rejects.toMatchObject({ code: 'invalidInput' });
    const { task } = await client.tasks.finish({ id: (await typed(profile, 'Pay rent 20m')).id });
    await expect(hold(task, 'someday')).rejects.toMatchObject({ code: 'invalidInput' });
    expect(await titles('someday')).toEqual([]);
  });
});

describe('time that no timer saw', () => {
  it('counts for an open task, and changes how long a finished one took', async () => {
    const { client } = profile;
    const { id } = await typed(profile, 'Write the report 60m');
    const span = { from: '2027-05-03T07:00', to: '2027-05-03T07:25' };
    expect(await client.tasks.track({ id, ...span })).toMatchObject({ trackedMin: 25, actualMin: null });
    expect((await planned()).blocks).toMatchObject([{ start: '2027-05-03T09:00', end: '2027-05-03T09:35' }]);
    expect((await client.tasks.finish({ id })).task.actualMin).toBe(25);
    const more = { from: '2027-05-02T20:00', to: '2027-05-02T20:35' };
    expect(await client.tasks.track({ id, ...more })).toMatchObject({ trackedMin: 60, actualMin: 60 });
    await client.tasks.undo();
    expect(await client.tasks.get({ id })).toMatchObject({ trackedMin: 25, actualMin: 25 });
  });

  it('is refused when it ends before it begins, is not over, is longer than a day, or is counted already', async () => {
    const { client } = profile;
    const { id } = await typed(profile, 'Write the report 60m');
    await client.tasks.track({ id, from: '2027-05-03T07:00', to: '2027-05-03T07:25' });
    const before = await client.tasks.get({ id });
    for (const [from, to] of [
      ['2027-05-03T07:00', '2027-05-03T06:00'],
      ['2027-05-03T07:30', '2027-05-03T08:30'],
      ['2027-05-01T07:00', '2027-05-02T07:30'],
      ['2027-05-03T06:50', '2027-05-03T07:10'],
    ] as const)
      await expect(client.tasks.track({ id, from, to })).rejects.toMatchObject({ code: 'invalidInput' });
    expect(await client.tasks.get({ id })).toEqual(before);
  });
});
