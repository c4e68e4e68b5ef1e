import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveChange } from '../core/domain/views.ts';
import { predictionId, taskId } from '../core/ids.ts';
import { openProfile, type AppClient, type Profile } from './profile.ts';
import { profileOptions, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** The app contract over a real database, worker thread and ml process. */

const READY_MS = 30_000;
const SETTLE_MS = 30_000;

describe('an open profile', () => {
  let folder: string;
  let profile: Profile;
  let client: AppClient;
  beforeAll(async () => {
    folder = temporaryFolder();
    profile = await openTestProfile(folder);
    await profile.whenMlReady(READY_MS);
    client = profile.client;
  });
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  it('takes a typed line through understanding, guess and plan', async () => {
    const text = 'Prepare slides for the board 45m p1 #Work @deep';
    const { result } = await client.capture.parse({ text, seq: 4 });
    for (const token of result.tokens) expect(text.slice(token.from, token.to)).toBe(token.text);
    const created = await typed({ client }, text);
    expect(created).toMatchObject({
      title: 'Prepare slides for the board',
      rawText: text,
      durationMin: 45,
      priority: 1,
      project: 'Work',
      tags: ['deep'],
      parseState: 'parsed',
      tz: 'Europe/Berlin',
    });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const task = await client.tasks.get({ id: created.id });
    expect(task.predicted?.p50).toBeGreaterThan(0);
    expect(task.predicted?.predictionId).not.toBeNull();
    const plan = await client.planning.current();
    const block = plan.blocks.find((one) => one.taskId === created.id);
    expect(block).toMatchObject({ title: 'Prepare slides for the board', part: 1, parts: 1 });
    expect(block?.start.startsWith('2027-05-03T')).toBe(true);
    expect(plan.stale).toBe(false);
    const { projects } = await client.projects.list();
    expect(projects.map((project) => project.name)).toContain('Work');
  });

  it('keeps a project once, whatever the letter case', async () => {
    await typed({ client }, 'One thing #work');
    const { projects } = await client.projects.list();
    expect(projects.filter((project) => project.name.toLowerCase() === 'work')).toHaveLength(1);
  });

  it('lets what was picked by hand win over the words', async () => {
    const task = await client.tasks.create({
      text: 'Tidy the desk 45m p1',
      picked: { durationMin: 20, priority: 3 },
    });
    expect(task).toMatchObject({ durationMin: 20, priority: 3 });
  });

  it('pushes changes to every listener', async () => {
    const stop = new AbortController();
    const changes = await client.app.changes(undefined, { signal: stop.signal });
    const seen: LiveChange[] = [];
    const listening = (async () => {
      for await (const change of changes) {
        seen.push(change);
        if (change.topic === 'plan') return;
      }
    })();
    const { id } = await typed({ client }, 'Water the plants 10m');
    await listening;
    stop.abort();
    expect(seen.some((change) => change.topic === 'tasks' && change.ids.includes(id))).toBe(true);
  });

  it('tracks time, finishes with it, and joins the outcome to the guess', async () => {
    const { id } = await typed({ client }, 'Sort the post');
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const started = await client.tasks.start({ id, now: '2027-05-03T10:00' });
    expect(started.runningSince).not.toBeNull();
    const { task } = await client.tasks.finish({ id, now: '2027-05-03T10:25' });
    expect(task).toMatchObject({ status: 'done', actualMin: 25, trackedMin: 25, runningSince: null });
    const { predictors } = await client.predictions.log();
    expect(predictors.find((one) => one.target === 'duration')?.outcomes).toBe(1);
    const reopened = await client.tasks.reopen({ id });
    expect(reopened).toMatchObject({ status: 'open', actualMin: null, completedAt: null });
  });

  it('runs one timer at a time', async () => {
    const first = await typed({ client }, 'First of two');
    const second = await typed({ client }, 'Second of two');
    await client.tasks.start({ id: first.id, now: '2027-05-03T11:00' });
    await client.tasks.start({ id: second.id, now: '2027-05-03T11:20' });
    expect(await client.tasks.get({ id: first.id })).toMatchObject({ runningSince: null, trackedMin: 20 });
    expect((await client.tasks.undo()).undone).toBe('tasks.start');
    expect((await client.tasks.get({ id: first.id })).runningSince).not.toBeNull();
    expect((await client.tasks.get({ id: second.id })).runningSince).toBeNull();
    await client.tasks.pause({ id: first.id });
  });

  it('leaves one task after three missed weeks, in the next slot ahead', async () => {
    const text = 'Weekly review every monday 30m';
    const made = await client.tasks.create({ text, now: '2027-05-03T08:00' });
    expect(made).toMatchObject({ rrule: 'FREQ=WEEKLY;BYDAY=MO', recurFrom: 'schedule', date: '2027-05-03' });
    const { next } = await client.tasks.finish({ id: made.id, now: '2027-05-26T09:00' });
    expect(next).toMatchObject({
      date: '2027-05-31',
      title: 'Weekly review',
      durationMin: 30,
      status: 'open',
    });
    const { tasks } = await client.tasks.list({});
    expect(tasks.filter((task) => task.recurrenceId === made.recurrenceId)).toHaveLength(1);
    const undone = await client.tasks.undo();
    expect(undone.undone).toBe('tasks.finish');
    expect((await client.tasks.get({ id: made.id })).status).toBe('open');
    await expect(client.tasks.get({ id: next!.id })).rejects.toMatchObject({ code: 'notFound' });
    const again = await client.tasks.finish({ id: made.id, now: '2027-05-26T09:00' });
    expect(again.next?.id).toBe(next?.id);
  });

  it('takes the next one back when a recurring task is reopened', async () => {
    const { id, recurrenceId } = await typed({ client }, 'Empty the bin every tuesday');
    const { next } = await client.tasks.finish({ id });
    await client.tasks.reopen({ id });
    await expect(client.tasks.get({ id: next!.id })).rejects.toMatchObject({ code: 'notFound' });
    await client.tasks.undo();
    expect((await client.tasks.get({ id: next!.id })).status).toBe('open');
    expect((await client.tasks.get({ id })).status).toBe('done');
    const { tasks } = await client.tasks.list({});
    expect(tasks.filter((task) => task.recurrenceId === recurrenceId)).toHaveLength(1);
  });

  it('skips one of a series when it is dropped, and ends the series only by its own name', async () => {
    const { id } = await typed({ client }, 'Sweep the yard every tuesday');
    const dropped = await client.tasks.drop({ id });
    expect(dropped).toMatchObject({ task: { status: 'dropped' }, ended: false });
    const skipped = await client.tasks.skip({ id: dropped.next!.id });
    expect(skipped.next!.date! > dropped.next!.date!).toBe(true);
    const { upcoming } = await client.tasks.upcoming({ ids: [skipped.next!.id] });
    expect(upcoming[0]!.next! > skipped.next!.date!).toBe(true);
    const last = await client.tasks.endRepeating({ id: skipped.next!.id });
    expect(last).toMatchObject({ status: 'open', rrule: null, date: skipped.next!.date });
    expect(await client.tasks.finish({ id: last.id })).toMatchObject({ next: null, ended: false });
    const once = await typed({ client }, 'Sweep once');
    await expect(client.tasks.skip({ id: once.id })).rejects.toMatchObject({ code: 'invalidInput' });
    const two = await typed({ client }, 'Two doses', { picked: { rrule: 'FREQ=DAILY;COUNT=2' } });
    const first = await client.tasks.finish({ id: two.id });
    expect(first.ended).toBe(false);
    expect(await client.tasks.finish({ id: first.next!.id })).toMatchObject({ next: null, ended: true });
    const rrule = 'FREQ=YEARLY;BYHOUR=0,1,2;BYSECOND=0,1,2';
    await expect(client.tasks.update({ id: once.id, patch: { rrule } })).rejects.toMatchObject({
      code: 'invalidInput',
    });
  });

  it('counts a rule from completion when the person said so', async () => {
    const made = await client.tasks.create({
      text: 'Clean the filter',
      picked: { rrule: 'FREQ=DAILY;INTERVAL=10', recurFrom: 'completion', date: '2027-05-03' },
    });
    const { next } = await client.tasks.finish({ id: made.id, now: '2027-05-08T18:00' });
    expect(next?.date).toBe('2027-05-18');
  });

  it('takes each kind of change back', async () => {
    const { id } = await typed({ client }, 'Original title 20m');
    const before = await client.tasks.get({ id });
    await client.tasks.update({ id, patch: { title: 'Other title', tags: ['x'], deadline: '2027-05-09' } });
    await client.tasks.undo();
    expect(await client.tasks.get({ id })).toMatchObject({
      title: before.title,
      tags: before.tags,
      deadline: null,
    });
    await client.tasks.defer({ id, until: '2027-05-10' });
    expect(await client.tasks.get({ id })).toMatchObject({ date: '2027-05-10', deferrals: 1 });
    await client.tasks.undo();
    expect(await client.tasks.get({ id })).toMatchObject({ date: null, deferrals: 0 });
    await client.tasks.drop({ id });
    await client.tasks.undo();
    expect((await client.tasks.get({ id })).status).toBe('open');
    const event = await client.events.create({
      title: 'Dentist',
      start: '2027-05-04T10:00',
      end: '2027-05-04T11:00',
    });
    await client.events.remove({ id: event.id });
    await client.tasks.undo();
    const { events } = await client.events.list({ from: '2027-05-04', to: '2027-05-05' });
    expect(events.map((one) => one.title)).toEqual(['Dentist']);
  });

  it('changes only the fields of an event that were given', async () => {
    const event = await client.events.create({
      title: 'Trip',
      start: '2027-05-05T10:00',
      end: '2027-05-05T11:00',
      travelBeforeMin: 30,
      blocks: false,
    });
    const moved = await client.events.update({ id: event.id, patch: { end: '2027-05-05T12:00' } });
    expect(moved).toMatchObject({
      title: 'Trip',
      end: '2027-05-05T12:00',
      travelBeforeMin: 30,
      blocks: false,
    });
  });

  it('plans around events, keeps pins, and undoes a plan', async () => {
    const { id } = await typed({ client }, 'Pinned thing 30m');
    await client.tasks.pin({ id, start: '2027-05-06T13:00' });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const pinned = (await client.planning.current()).blocks.find((block) => block.taskId === id);
    expect(pinned).toMatchObject({ start: '2027-05-06T13:00', end: '2027-05-06T13:30', pinned: true });
    await client.events.create({ title: 'All morning', start: '2027-05-03T08:00', end: '2027-05-03T13:00' });
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const plan = await client.planning.current();
    const inside = plan.blocks.filter(
      (block) => !block.done && block.start < '2027-05-03T13:00' && block.end > '2027-05-03T08:00',
    );
    expect(inside).toEqual([]);
    expect(plan.canUndo).toBe(true);
    const back = await client.planning.undo();
    expect(back.revision).toBeGreaterThan(plan.revision);
  });

  it('finds by words and by meaning', async () => {
    const { id } = await typed({ client }, 'Buy groceries for dinner');
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const words = await client.tasks.search({ query: 'groc' });
    expect(words.results[0]).toMatchObject({ id, title: 'Buy groceries for dinner' });
    const meaning = await client.tasks.search({ query: 'food shopping' });
    expect(meaning.byMeaning).toBe(true);
    expect(meaning.results.map((hit) => hit.id)).toContain(id);
  });

  it.each([
    ['ten thousand characters', 'x'.repeat(10_000)],
    ['control characters', 'bell\u0007 tab\t esc\u001b end'],
    ['emoji', '🎉 party 👩‍👩‍👧‍👦 plan'],
    ['right-to-left text', 'לקנות חלב مرحبا'],
    ['a NUL byte', 'before\u0000after'],
    ['several lines', 'first\nsecond'],
  ])('stores %s as typed', async (_name, text) => {
    const { id } = await typed({ client }, text);
    const task = await client.tasks.get({ id });
    expect(task.rawText).toBe(text);
    expect(task.title.length).toBeGreaterThan(0);
  });

  it.each<[string, string, (ids: { task: string }) => Promise<unknown>]>([
    ['an impossible day', 'invalidInput', () => client.events.list({ from: '2027-02-31', to: '2027-03-02' })],
    [
      'a day at the end of time',
      'invalidInput',
      () => client.events.list({ from: '2027-05-03', to: '9999-12-31' }),
    ],
    [
      'an impossible present',
      'invalidInput',
      () => client.tasks.create({ text: 'Call mum', now: '2027-02-31T09:00' }),
    ],
    ['a blank line', 'invalidInput', () => client.tasks.create({ text: '   ' })],
    ['an empty line', 'invalidInput', () => client.tasks.create({ text: '' })],
    ['a line above the cap', 'invalidInput', () => client.tasks.create({ text: 'x'.repeat(10_001) })],
    ['a zone that does not exist', 'invalidInput', () => client.tasks.create({ text: 'x', tz: 'Mars/Base' })],
    [
      'a day that does not exist',
      'invalidInput',
      ({ task }) => client.tasks.update({ id: taskId.parse(task), patch: { date: '2027-02-30' } }),
    ],
    [
      'an end before the start',
      'invalidInput',
      ({ task }) =>
        client.tasks.update({
          id: taskId.parse(task),
          patch: { start: '2027-05-03T10:00', end: '2027-05-03T09:00' },
        }),
    ],
    [
      'a rule that is none',
      'invalidInput',
      ({ task }) => client.tasks.update({ id: taskId.parse(task), patch: { rrule: 'FREQ=SOMETIMES' } }),
    ],
    [
      'no duration',
      'invalidInput',
      ({ task }) => client.tasks.update({ id: taskId.parse(task), patch: { durationMin: -5 } }),
    ],
    [
      'a task that waits for itself',
      'dependencyCycle',
      ({ task }) =>
        client.tasks.update({ id: taskId.parse(task), patch: { dependsOn: [taskId.parse(task)] } }),
    ],
    [
      'an unknown task',
      'notFound',
      () => client.tasks.update({ id: taskId.parse(v7()), patch: { title: 'x' } }),
    ],
    [
      'an old revision',
      'conflict',
      ({ task }) => client.tasks.update({ id: taskId.parse(task), patch: { title: 'x' }, revision: 99 }),
    ],
    [
      'an event that ends before it starts',
      'invalidInput',
      () => client.events.create({ title: 'x', start: '2027-05-03T10:00', end: '2027-05-03T10:00' }),
    ],
    [
      'overlapping hours',
      'invalidInput',
      () =>
        client.preferences.update({
          workingHours: {
            mon: [
              ['09:00', '12:00'],
              ['11:00', '13:00'],
            ],
          },
        }),
    ],
    [
      'an unknown prediction',
      'notFound',
      () => client.predictions.feedback({ predictionId: predictionId.parse(v7()), verdict: 'yes' }),
    ],
    ['a backup with a path', 'backupUnusable', () => client.backups.restore({ name: '../../keys.json' })],
  ])('refuses %s with %s and changes nothing', async (_name, code, call) => {
    const { id } = await typed({ client }, 'Stays as it is');
    const before = [
      await client.tasks.get({ id }),
      await client.preferences.get(),
      (await client.tasks.list({ status: 'any' })).total,
    ];
    await expect(call({ task: id })).rejects.toMatchObject({ code });
    const after = [
      await client.tasks.get({ id }),
      await client.preferences.get(),
      (await client.tasks.list({ status: 'any' })).total,
    ];
    expect({ ...after, 0: { ...(after[0] as object), predicted: null } }).toEqual({
      ...before,
      0: { ...(before[0] as object), predicted: null },
    });
  });

  it('restores a backup, and goes on', async () => {
    const kept = await typed({ client }, 'In the backup');
    const { name } = await client.backups.create();
    const lost = await typed({ client }, 'After the backup');
    expect((await client.backups.list()).backups.map((backup) => backup.name)).toContain(name);
    expect(await client.backups.restore({ name })).toMatchObject({ restored: name });
    expect((await client.tasks.get({ id: kept.id })).title).toBe('In the backup');
    await expect(client.tasks.get({ id: lost.id })).rejects.toMatchObject({ code: 'notFound' });
    await typed({ client }, 'And on it goes');
  });

  it('never writes what was typed to the log', async () => {
    const secret = 'Zanzibar-quintessence';
    await typed({ client }, `${secret} #${secret} @${secret}`);
    await expect(client.tasks.search({ query: `"${secret}` })).resolves.toBeDefined();
    expect(await profile.settle(SETTLE_MS)).toBe(true);
    const logs = join(folder, 'logs');
    profile.log('info', 'test.line');
    const text = readdirSync(logs)
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('');
    expect(text).toContain('test.line');
    expect(text).not.toContain('anzibar');
  });

  it('answers a second process with the same data, at once', async () => {
    const access = await openProfile(profileOptions(folder, { shell: 'cli' }));
    if (access.kind !== 'guest') throw new Error('expected a guest');
    const received = (async () => {
      for await (const change of await client.app.changes()) if (change.topic === 'tasks') return change.ids;
      return [];
    })();
    const added = await access.client.tasks.create({ text: 'From the other process' });
    expect(await received).toContain(added.id);
    expect((await client.tasks.get({ id: added.id })).title).toBe('From the other process');
    await expect(access.client.tasks.create({ text: '' })).rejects.toMatchObject({ code: 'invalidInput' });
    access.close();
  });
});
