import { describe, expect, it } from 'vitest';
import { aCalDavServer, aRadicale, hasRadicale, type TestServer } from './caldav-server.fixture.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';

/**
 * Calendars on a server, both ways, through the contract. The same is asked of a small server that is always here and, where it is
 * installed, of Radicale.
 */

const SERVERS: [string, () => Promise<TestServer>][] = [
  ['a CalDAV server', aCalDavServer],
  ...(hasRadicale ? ([['Radicale', aRadicale]] as [string, () => Promise<TestServer>][]) : []),
];
const SPAN = { from: '2027-05-03', to: '2027-05-20' };

/** Another program of the same person. */
function otherProgram({ calendar, login }: TestServer) {
  const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const url = `${calendar}other.ics`;
  return {
    read: async () => (await fetch(url, { headers: { authorization } })).text(),
    put: async (body: string) =>
      expect((await fetch(url, { method: 'PUT', headers: { authorization }, body })).ok).toBe(true),
  };
}

const SERIES = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Other//EN',
  'BEGIN:VEVENT',
  'UID:other',
  'DTSTAMP:20270501T000000Z',
  'DTSTART;TZID=Europe/Berlin:20270503T090000',
  'DTEND;TZID=Europe/Berlin:20270503T093000',
  'RRULE:FREQ=WEEKLY;BYDAY=MO,WE',
  'SUMMARY:Standup',
  'X-OTHER:kept',
  'ATTENDEE;CN="Bo; Co":mailto:bo@example.org',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'DESCRIPTION:soon',
  'TRIGGER:-PT10M',
  'END:VALARM',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

async function signedIn(server: TestServer, world: WritingWorld) {
  const { url, login } = server;
  const { calendars } = await world.client.calendars.find({ url, login, allowPrivate: true });
  expect(calendars).toEqual([{ url: server.calendar, name: 'Home' }]);
  return world.client.calendars.add({ location: calendars[0]!.url, login, allowPrivate: true, name: 'Home' });
}

async function shown({ client }: WritingWorld): Promise<string[]> {
  const { events } = await client.events.list(SPAN);
  return events.map(({ title, start, end }) => `${title} ${start.slice(5)}–${end.slice(11)}`);
}

async function idAt({ client }: WritingWorld, start: string) {
  return (await client.events.list(SPAN)).events.find((event) => event.start === start)!.id;
}

describe.each(SERVERS)('a calendar on %s', (_name, start) => {
  it('shows what is there, takes what is made here, and never tells its password', async () => {
    const server = await start();
    const world = aWritingWorld();
    const added = await signedIn(server, world);
    expect(added).toMatchObject({ kind: 'caldav', events: 0, error: null });
    const other = otherProgram(server);
    await other.put(SERIES);
    await world.client.calendars.refresh();
    expect(await shown(world)).toHaveLength(6);
    const made = await world.client.events.create({
      title: 'Dentist, long; “odd”',
      start: '2027-05-04T10:00',
      end: '2027-05-04T11:00',
      calendarId: added.id,
    });
    expect(made).toMatchObject({ calendarId: added.id, writable: true, start: '2027-05-04T10:00' });
    await world.client.events.create({
      title: 'Run',
      start: '2027-05-04T07:00',
      end: '2027-05-04T08:00',
      rrule: 'FREQ=DAILY;COUNT=2',
      calendarId: added.id,
    });
    const there = aWritingWorld('2027-05-03T08:00', 2);
    await signedIn(server, there);
    expect(await shown(there)).toEqual(await shown(world));
    expect((await shown(there)).slice(1, 4)).toEqual([
      'Run 05-04T07:00–08:00',
      'Dentist, long; “odd” 05-04T10:00–11:00',
      'Run 05-05T07:00–08:00',
    ]);
    let exported = '';
    for await (const { text } of await world.client.exports.make({ format: 'json' })) exported += text;
    expect(exported + JSON.stringify(world.db.changes.since(0, 100))).not.toContain('pässword');
  });

  it('changes one, it and the rest, or all of a series, and leaves what others wrote', async () => {
    const server = await start();
    const world = aWritingWorld();
    const other = otherProgram(server);
    await other.put(SERIES);
    await signedIn(server, world);
    const { client } = world;
    await client.events.update({
      id: await idAt(world, '2027-05-10T09:00'),
      patch: { title: 'Long one', start: '2027-05-11T10:00', end: '2027-05-11T12:00' },
    });
    await client.events.remove({ id: await idAt(world, '2027-05-05T09:00') });
    expect(await shown(world)).toEqual([
      'Standup 05-03T09:00–09:30',
      'Long one 05-11T10:00–12:00',
      'Standup 05-12T09:00–09:30',
      'Standup 05-17T09:00–09:30',
      'Standup 05-19T09:00–09:30',
    ]);
    // All of it an hour later; the changed one stays, and so does what is left out.
    await client.events.update({
      id: await idAt(world, '2027-05-12T09:00'),
      patch: { start: '2027-05-12T10:00', end: '2027-05-12T10:45' },
      scope: 'all',
    });
    await client.events.update({
      id: await idAt(world, '2027-05-17T10:00'),
      patch: { title: 'Later' },
      scope: 'following',
    });
    await client.events.update({ id: await idAt(world, '2027-05-11T10:00'), patch: { title: 'Longer' } });
    const expected = [
      'Standup 05-03T10:00–10:45',
      'Longer 05-11T10:00–12:00',
      'Standup 05-12T10:00–10:45',
      'Later 05-17T10:00–10:45',
      'Later 05-19T10:00–10:45',
    ];
    expect(await shown(world)).toEqual(expected);
    const kept = await other.read();
    for (const line of ['X-OTHER:kept', 'ATTENDEE;CN="Bo; Co":mailto:bo@example.org', 'TRIGGER:-PT10M'])
      expect(kept).toContain(line);
    const there = aWritingWorld('2027-05-03T08:00', 2);
    await signedIn(server, there);
    expect(await shown(there)).toEqual(expected);
    await client.events.remove({ id: await idAt(world, '2027-05-19T10:00'), scope: 'following' });
    await client.events.remove({ id: await idAt(world, '2027-05-03T10:00'), scope: 'all' });
    expect(await shown(world)).toEqual(['Later 05-17T10:00–10:45']);
  });

  it('refuses to write over what was changed there, and shows that', async () => {
    const server = await start();
    const world = aWritingWorld();
    const other = otherProgram(server);
    await other.put(SERIES);
    await signedIn(server, world);
    const id = await idAt(world, '2027-05-10T09:00');
    await other.put(SERIES.replace('Standup', 'Theirs'));
    const patch = { title: 'Mine' };
    await expect(world.client.events.update({ id, patch })).rejects.toMatchObject({ code: 'conflict' });
    expect(await other.read()).toContain('Theirs');
    expect((await shown(world))[0]).toBe('Theirs 05-03T09:00–09:30');
    await world.client.events.update({ id: await idAt(world, '2027-05-10T09:00'), patch });
    expect((await shown(world))[2]).toBe('Mine 05-10T09:00–09:30');
  });
});

it('a wrong password is said and changes nothing; another one is tried before it is kept', async () => {
  const server = await aCalDavServer();
  const world = aWritingWorld();
  const start = dumpOf(world);
  const { url, login } = server;
  const wrong = { ...login, password: 'x' };
  const refused = {
    code: 'unreachable',
    message: expect.stringContaining('user name or password') as string,
  };
  await expect(world.client.calendars.find({ url, login: wrong, allowPrivate: true })).rejects.toMatchObject(
    refused,
  );
  const location = server.calendar;
  await expect(
    world.client.calendars.add({ location, login: wrong, allowPrivate: true }),
  ).rejects.toMatchObject(refused);
  await expect(world.client.calendars.find({ url, login })).rejects.toMatchObject({ code: 'privateAddress' });
  expect(dumpOf(world)).toEqual(start);
  const { id } = await signedIn(server, world);
  await expect(world.client.calendars.signIn({ id, login: wrong })).rejects.toMatchObject(refused);
  expect(await world.client.calendars.signIn({ id, login })).toMatchObject({ error: null });
});
