import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Profile } from '../shell/profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder } from '../shell/testing.ts';
import { main } from './command.fixture.ts';

/** What becomes of a task, told to the command line: skipped, dropped, ended, on hold, tracked. */

const READY_MS = 30_000;

let folder: string;
/** The app is open, so that each command is a guest and needs no start of its own. */
let profile: Profile;
beforeAll(async () => {
  folder = temporaryFolder();
  profile = await openTestProfile(folder);
  await profile.whenMlReady(READY_MS);
});
afterAll(async () => {
  await profile.close();
  removeFolder(folder);
});

type Json = Record<string, unknown>;

async function daymark(...args: string[]): Promise<Json> {
  const where = ['--data-dir', folder, '--now', '2027-05-03T09:00', '--tz', 'Europe/Berlin'];
  const { DAYMARK_DATA_DIR: _dir, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args, ...where], { env });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.stderr += text.toString()));
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) return { code, lines: said.stderr.trimEnd().split('\n').length, stdout: said.stdout };
  return JSON.parse(said.stdout) as Json;
}

const add = async (text: string): Promise<string> => String((await daymark('add', text))['id']);
const listed = async (id: string, ...options: string[]): Promise<Json | undefined> =>
  ((await daymark('list', ...options))['tasks'] as Json[]).find((task) => task['id'] === id);

it('skips or drops one of a series, ends it, and says what comes next', async () => {
  const first = await add('Water the plants every Monday 20m');
  const rrule = 'FREQ=WEEKLY;BYDAY=MO';
  expect(await listed(first)).toMatchObject({
    date: '2027-05-03',
    rrule,
    status: 'open',
    next: '2027-05-10',
  });
  const skipped = await daymark('skip', first);
  expect(skipped).toMatchObject({ status: 'dropped', ended: false, next: { date: '2027-05-10', rrule } });
  const second = String((skipped['next'] as Json)['id']);
  // Dropping one is skipping it, too.
  const dropped = await daymark('drop', second);
  expect(dropped).toMatchObject({ status: 'dropped', next: { date: '2027-05-17', rrule } });
  const third = String((dropped['next'] as Json)['id']);
  expect(await daymark('end', third)).toMatchObject({ id: third, rrule: null, status: 'open' });
  expect(await listed(third)).toMatchObject({ rrule: null, next: null });
  expect(await daymark('end', third)).toMatchObject({ code: 2, lines: 1, stdout: '' });
  const once = await add('Pay rent 20m');
  expect(await daymark('skip', once)).toMatchObject({ code: 2, lines: 1, stdout: '' });
  expect(await daymark('drop', once)).toMatchObject({ status: 'dropped', next: null });
  expect(await listed(once)).toBeUndefined();
  expect(await listed(once, '--all')).toMatchObject({ status: 'dropped' });
});

it('puts a task on hold and plans it again', async () => {
  const id = await add('Learn to sail 60m');
  expect(await daymark('edit', id, 'status=someday')).toMatchObject({ id, status: 'someday' });
  expect(await listed(id)).toMatchObject({ status: 'someday' });
  const { blocks, unscheduled } = await daymark('plan');
  expect([...(blocks as Json[]), ...(unscheduled as Json[])].filter((one) => one['taskId'] === id)).toEqual(
    [],
  );
  expect(await daymark('edit', id, 'status=waiting')).toMatchObject({ status: 'waiting' });
  expect(await daymark('edit', id, 'status=done')).toMatchObject({ code: 2, lines: 1 });
  expect(await daymark('edit', id, 'status=open')).toMatchObject({ status: 'open' });
  expect(await daymark('start', id)).toMatchObject({ status: 'active' });
});

it('tracks a stretch of time, which teaches how long a finished task took', async () => {
  const id = await add('Write the report 60m');
  const track = (from: string, to: string): Promise<Json> =>
    daymark('track', id, '--from', `2027-05-03T${from}`, '--to', `2027-05-03T${to}`);
  expect(await track('07:00', '07:30')).toMatchObject({ status: 'open', trackedMin: 30, actualMin: null });
  await daymark('done', id);
  expect(await track('07:30', '08:10')).toMatchObject({ status: 'done', trackedMin: 70, actualMin: 70 });
  expect(await track('07:30', '07:20')).toMatchObject({ code: 2, lines: 1 });
  expect(await daymark('track', id, '--from', '2027-05-03T07:00')).toMatchObject({ code: 2, lines: 1 });
  const stretches = (await daymark('track', id))['stretches'] as Json[];
  expect(stretches).toMatchObject([
    { from: '2027-05-03T07:00', to: '2027-05-03T07:30', source: 'manual' },
    { from: '2027-05-03T07:30', to: '2027-05-03T08:10' },
  ]);
  const [first, second] = stretches.map((stretch) => String(stretch['id']));
  const span = ['--from', '2027-05-03T07:00', '--to', '2027-05-03T07:10'];
  expect(await daymark('track', id, '--change', first!, ...span)).toMatchObject({ actualMin: 50 });
  expect(await daymark('track', id, '--remove', second!)).toMatchObject({ actualMin: 10, trackedMin: 10 });
});

it('lists reminders, those of a task as minutes or moments', async () => {
  const id = await add('Dentist 2027-05-03 15:00 20m');
  expect(await daymark('edit', id, 'reminders=10,2027-05-03T09:00')).toMatchObject({ id });
  const { coming } = (await daymark('reminders')) as unknown as { coming: Json[] };
  expect(coming.filter((one) => one['taskId'] === id)).toMatchObject([
    { at: '2027-05-03T09:00', title: 'Dentist', why: 'Reminder' },
    { at: '2027-05-03T14:50', title: 'Dentist', why: 'Starts at 15:00, Mon 3 May' },
  ]);
  expect(await daymark('edit', id, 'reminders=soon')).toMatchObject({ code: 2, lines: 1 });
});

it('changes what a filter finds as one step, once it is told to', async () => {
  const ids = [await add('Water the herbs p1 #Garden'), await add('Mow the lawn p1 #Garden')];
  await add('Read a book p1');
  const ask = ['update', '--filter', 'p1 & #Garden', 'priority=3', 'tags=+out'];
  expect(await daymark(...ask)).toMatchObject({ done: false, found: 2, changed: 0 });
  expect(await listed(ids[0]!)).toMatchObject({ priority: 1, tags: [] });
  const done = await daymark(...ask, '--yes');
  expect(done).toMatchObject({ done: true, found: 2, changed: 2 });
  expect(done['tasks']).toMatchObject([
    { priority: 3, tags: ['out'] },
    { priority: 3, tags: ['out'] },
  ]);
  await daymark('undo');
  expect(await listed(ids[1]!)).toMatchObject({ priority: 1, tags: [] });
  for (const refused of [
    ['update', 'priority=3'],
    ['update', '--filter', 'p1', 'title=x'],
    ['update', '--filter', 'p1', 'tags=x'],
  ])
    expect(await daymark(...refused)).toMatchObject({ code: 2, lines: 1, stdout: '' });
});

it('deletes into the trash, restores from it and empties it', async () => {
  const id = await add('Sell the boat 20m');
  expect(await daymark('delete', id)).toEqual({ deleted: 1 });
  expect(await daymark('trash')).toMatchObject({ tasks: [{ id, title: 'Sell the boat', subtasks: 0 }] });
  expect(await daymark('trash', 'restore', id)).toMatchObject({ id, title: 'Sell the boat', status: 'open' });
  expect(await daymark('trash', 'list')).toEqual({ tasks: [] });
  await daymark('delete', id);
  expect(await daymark('trash', 'empty')).toEqual({ removed: 1 });
  expect(await daymark('trash', 'restore', id)).toMatchObject({ code: 2, lines: 1 });
});

it('keeps filters under a name', async () => {
  const saved = await daymark('filters', 'save', 'Soon', 'enough', '--filter', 'p1 & due this week');
  expect(saved).toMatchObject({ name: 'Soon enough', query: 'p1 & due this week' });
  expect(await daymark('filters')).toMatchObject({ filters: [{ name: 'Soon enough', tasks: 0 }] });
  await daymark('filters', 'remove', String(saved['id']));
  expect(await daymark('filters', 'list')).toEqual({ filters: [] });
  expect(await daymark('filters', 'save', 'Broken', '--filter', 'p1 &')).toMatchObject({ code: 2, lines: 1 });
});
