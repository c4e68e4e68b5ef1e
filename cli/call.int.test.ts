import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Profile } from '../shell/profile-types.ts';
import { noMl, openTestProfile, removeFolder, temporaryFolder } from '../shell/testing.ts';
import { daymark, type Outcome } from './command.fixture.ts';

/** Any call of the contract from the command line, while the app is open. */

let folder: string;
let profile: Profile;
beforeAll(async () => {
  folder = temporaryFolder();
  profile = await openTestProfile(folder, { shell: 'browser', spawnMl: noMl });
});
afterAll(async () => {
  await profile.close();
  removeFolder(folder);
});

const called = (args: string[], input = ''): Promise<Outcome> =>
  daymark([...args, '--data-dir', folder], input);

it('makes a call with its input as words or from standard input, and answers in JSON', async () => {
  const event = {
    title: 'Talk',
    start: '2027-05-04T10:00',
    end: '2027-05-04T11:00',
    rrule: 'FREQ=DAILY;COUNT=2',
  };
  const made = await called(['call', 'events.create', '-'], JSON.stringify(event));
  expect(made).toMatchObject({ code: 0, lines: [{ title: 'Talk', rrule: 'FREQ=DAILY;COUNT=2' }] });
  const span = '{"from":"2027-05-05","to":"2027-05-06"}';
  expect((await called(['call', 'events.list', span])).lines).toMatchObject([
    { events: [{ title: 'Talk', start: '2027-05-05T10:00' }] },
  ]);
  const pieces = await called(['call', 'exports.make', '{"format":"ics"}']);
  expect(pieces.lines.map(({ text }) => text).join('')).toContain('SUMMARY:Talk');
});

it('refuses what is no call, no JSON or no input of it with one line', async () => {
  for (const args of [
    ['call', 'tasks.nothing'],
    ['call', 'tasks.get', '{}'],
  ]) {
    const { code, stderr, lines } = await called(args);
    expect([args.join(' '), code, stderr.trimEnd().split('\n').length, lines]).toEqual([
      args.join(' '),
      2,
      1,
      [],
    ]);
  }
});

it('turns the local API on and off and describes it', async () => {
  const on = await called(['api', 'on']);
  expect(on.lines).toMatchObject([
    { enabled: true, address: expect.stringContaining('127.0.0.1') as string },
  ]);
  expect((await called(['api', 'document'])).lines).toMatchObject([
    { openapi: '3.1.0', servers: [{ url: on.lines[0]!['address'] }] },
  ]);
  expect((await called(['api', 'off'])).lines).toMatchObject([{ enabled: false, address: null }]);
});
