import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { say } from '../core/messages/index.ts';
import { buildProblem } from '../services/planning/problem.ts';
import { requestTimeOf } from '../services/context.ts';
import { removeFolder, temporaryFolder } from './testing.ts';
import { calendarText } from './write-path-starts.fixture.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Subscribed calendars through the contract, from real files and a real server. */

const DAY = { from: '2027-05-04', to: '2027-05-05' };
const SERIES = `BEGIN:VCALENDAR
X-WR-CALNAME:Team
BEGIN:VEVENT
UID:1
SUMMARY:Standup
DTSTART;TZID=Europe/Berlin:20270503T093000
DURATION:PT15M
RRULE:FREQ=DAILY
ATTENDEE:mailto:a@example.org
LOCATION:https://meet.example/abc
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Fair
DTSTART;VALUE=DATE:20270504
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Broken
DTSTART:soon
END:VEVENT
END:VCALENDAR
`;

function aFile(text: string): string {
  const folder = temporaryFolder();
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'team.ics');
  writeFileSync(path, text);
  return path;
}

const titles = async ({ client }: WritingWorld): Promise<string[]> =>
  (await client.events.list(DAY)).events.map(
    ({ title, start, blocks }) => `${title} ${start.slice(11)} ${blocks ? 'busy' : 'free'}`,
  );

it('a folder of calendar files is one calendar, and changes with any of them', async () => {
  const world = aWritingWorld();
  const { client } = world;
  const location = dirname(aFile(SERIES));
  writeFileSync(join(location, 'notes.txt'), 'no calendar');
  expect(await client.calendars.add({ location, name: 'Folder' })).toMatchObject({
    kind: 'file',
    error: null,
  });
  expect(await titles(world)).toEqual(['Fair 00:00 free', 'Standup 09:30 busy']);
  world.services.calendars.start();
  writeFileSync(join(location, 'more.ics'), calendarText('Call'));
  await expect.poll(() => titles(world), { timeout: 60_000 }).toContain('Call 12:00 busy');
  await world.services.calendars.stop();
});

it('a calendar file is in the day and in the plan, and what it says is followed', async () => {
  const world = aWritingWorld();
  const { client, db, ctx, services } = world;
  const location = aFile(SERIES);
  const added = await client.calendars.add({ location });
  expect(added).toMatchObject({
    name: 'Team',
    kind: 'file',
    busy: true,
    error: null,
    skipped: [{ what: 'Broken' }],
  });
  expect(added.events).toBeGreaterThan(400);
  expect(await titles(world)).toEqual(['Fair 00:00 free', 'Standup 09:30 busy']);
  const { events } = await client.events.list(DAY);
  expect(events[1]).toMatchObject({ calendarId: added.id, attendees: 1, link: 'https://meet.example/abc' });
  await expect(client.events.remove({ id: events[1]!.id })).rejects.toMatchObject({ code: 'invalidInput' });
  const source = {
    tasks: [],
    events: db.events.between('2027-05-02', '2027-05-20'),
    settings: db.settings.get(),
    previous: [],
  };
  const planned = buildProblem(source, requestTimeOf(ctx)).events;
  expect(planned.length).toBeGreaterThan(10);

  await client.calendars.update({ id: added.id, busy: false, name: 'Shown' });
  expect(await titles(world)).toEqual(['Fair 00:00 free', 'Standup 09:30 free']);
  const plans = db.changes.lastSeq();
  writeFileSync(location, SERIES.replace('T093000', 'T110000'));
  await services.calendars.refresh(true);
  expect(await titles(world)).toEqual(['Fair 00:00 free', 'Standup 11:00 free']);
  expect(db.changes.since(plans, 9)).toMatchObject([{ table: 'calendars', origin: 'auto' }]);
  await services.calendars.refresh(true);
  expect(db.changes.since(plans, 9)).toHaveLength(1);

  rmSync(location);
  await client.calendars.refresh();
  expect((await client.calendars.list()).calendars).toMatchObject([
    { name: 'Shown', error: expect.stringContaining('no file') as string },
  ]);
  expect(await titles(world)).toHaveLength(2);
  await client.calendars.remove({ id: added.id });
  expect(await titles(world)).toEqual([]);
  expect(say((await client.tasks.undo()).message!)).toBe('Undid: removed the calendar “Shown”');
  expect((await client.calendars.list()).calendars).toHaveLength(1);
});

it('only calendars can be added, and each once', async () => {
  const { client } = aWritingWorld();
  const location = aFile(calendarText('Call'));
  await client.calendars.add({ location });
  const wrong = [location, 'team.ics', '/etc/passwd', aFile('no calendar'), 'ftp://example.org/x.ics'];
  for (const one of wrong)
    await expect(client.calendars.add({ location: one })).rejects.toMatchObject({ code: 'invalidInput' });
  await expect(client.calendars.add({ location: '/nowhere/x.ics' })).rejects.toMatchObject({
    code: 'notFound',
  });
  expect((await client.calendars.list()).calendars).toHaveLength(1);
});

it('an address is asked politely, and a copy stays when it fails', async () => {
  let answer: { status: number; body: string } = {
    status: 200,
    body: calendarText('Call', '20270504T100000Z'),
  };
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers['if-none-match']);
    const etag = `"${answer.body.length}"`;
    if (request.headers['if-none-match'] === etag && answer.status === 200) response.writeHead(304).end();
    else response.writeHead(answer.status, { etag }).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const world = aWritingWorld();
  const { client, services } = world;
  const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret/team.ics`;
  await expect(client.calendars.add({ location })).rejects.toMatchObject({ code: 'privateAddress' });
  expect(asked).toEqual([]);
  await client.calendars.add({ location, allowPrivate: true });
  expect(await titles(world)).toEqual(['Call 12:00 busy']);

  await services.calendars.refresh(true);
  expect(asked).toHaveLength(1);
  world.now = '2027-05-03T09:30';
  await services.calendars.refresh(true);
  expect(asked).toEqual([undefined, `"${answer.body.length}"`]);
  answer = { status: 503, body: '' };
  await client.calendars.refresh();
  expect(await titles(world)).toEqual(['Call 12:00 busy']);
  expect((await client.calendars.list()).calendars[0]!.error).toContain('503');
  answer = { status: 200, body: calendarText('Moved call', '20270504T110000Z') };
  await client.calendars.refresh();
  expect(await titles(world)).toEqual(['Moved call 13:00 busy']);
  const { connections } = await client.calendars.connections();
  expect(connections.map(({ outcome }) => outcome)).toEqual(['200', '503', '304', '200', 'privateAddress']);
  expect(JSON.stringify(connections)).not.toContain('secret');
});

it('a calendar does not count within the hours that are said', async () => {
  const world = aWritingWorld();
  const { client } = world;
  const { id } = await client.calendars.add({ location: aFile(SERIES) });
  const busy = async (from: string, to: string): Promise<unknown> => {
    await client.calendars.update({ id, ignored: { from, to } });
    return (await titles(world)).at(-1);
  };
  expect(await busy('09:00', '10:00')).toBe('Standup 09:30 free');
  expect(await busy('09:40', '12:00')).toBe('Standup 09:30 busy');
  expect(await busy('18:00', '08:00')).toBe('Standup 09:30 busy');
  expect(await busy('18:00', '10:00')).toBe('Standup 09:30 free');
  await expect(busy('08:00', '08:00')).rejects.toMatchObject({ code: 'invalidInput' });
  await client.calendars.update({ id, ignored: null });
  expect((await titles(world)).at(-1)).toBe('Standup 09:30 busy');
});
