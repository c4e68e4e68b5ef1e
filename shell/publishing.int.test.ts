import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { PlanBlock, Problem } from '../core/problem.ts';
import { aCalDavServer, aRadicale, hasRadicale, type TestServer } from './caldav-server.fixture.ts';
import { removeFolder, temporaryFolder } from './testing.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** The plan in a calendar of its own, through the contract: on a server of a few lines, on Radicale where it is, in a file. */

const TZ = 'Europe/Berlin';

/** Stores a plan as the solver would have made it. */
function planned(world: WritingWorld, blocks: readonly PlanBlock[]): void {
  const problem: Problem = {
    now: world.now,
    tz: TZ,
    horizonDays: 14,
    workingHours: 'always',
    events: [],
    tasks: [],
  };
  const score = { hard: 0, soft: 0, byConstraint: {} };
  const plan = { blocks: [...blocks], unscheduled: [], score, solveMs: 1 };
  world.db.plans.accept({ computedAt: world.ctx.clock(), tz: TZ, problem, plan });
}

const block = (taskId: string, start: string, end: string): PlanBlock => ({
  taskId,
  start,
  end,
  part: 1,
  parts: 1,
});

/** The events of a calendar as another program shows and changes them. */
interface OtherProgram {
  /** `title start–end`, in UTC. */
  shows(): Promise<string[]>;
  change(title: string, change: (text: string) => string | null): Promise<void>;
  add(text: string): Promise<void>;
  clear(): Promise<void>;
  setUp(world: WritingWorld): Promise<unknown>;
  kind: 'caldav' | 'file';
}

function onServer({ calendar, login }: TestServer): OtherProgram {
  const headers = {
    authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`,
  };
  const hrefs = async (): Promise<string[]> => {
    const report = `<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/></prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>`;
    const answer = await fetch(calendar, {
      method: 'REPORT',
      headers: { ...headers, depth: '1' },
      body: report,
    });
    return [...(await answer.text()).matchAll(/href>([^<]+\.ics)</g)].map(
      ([, href]) => new URL(href!, calendar).href,
    );
  };
  const texts = async (): Promise<[string, string][]> =>
    Promise.all(
      (await hrefs()).map(async (href): Promise<[string, string]> => [
        href,
        await (await fetch(href, { headers })).text(),
      ]),
    );
  const put = async (href: string, body: string): Promise<void> => {
    expect((await fetch(href, { method: 'PUT', headers, body })).ok).toBe(true);
  };
  return {
    kind: 'caldav',
    shows: async () => (await texts()).map(([, text]) => shown(text)).toSorted(),
    change: async (title, change) => {
      const [href, text] = (await texts()).find(([, one]) => one.includes(`SUMMARY:${title}`))!;
      const next = change(text);
      if (next === null) await fetch(href, { method: 'DELETE', headers });
      else await put(href, next);
    },
    add: (text) => put(`${calendar}theirs.ics`, text),
    clear: async () => {
      for (const href of await hrefs()) await fetch(href, { method: 'DELETE', headers });
    },
    setUp: ({ client }) =>
      client.publishing.setUp({ kind: 'caldav', location: calendar, login, allowPrivate: true }),
  };
}

function inFile(): OtherProgram {
  const folder = temporaryFolder();
  onTestFinished(() => removeFolder(folder));
  const location = join(folder, 'plan.ics');
  const events = (): string[] =>
    existsSync(location)
      ? (readFileSync(location, 'utf8').match(/BEGIN:VEVENT[^]*?END:VEVENT\r\n/g) ?? [])
      : [];
  const write = (all: readonly string[]): void =>
    writeFileSync(location, `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${all.join('')}END:VCALENDAR\r\n`);
  return {
    kind: 'file',
    shows: async () => events().map(shown).toSorted(),
    change: async (title, change) =>
      write(
        events().flatMap((event) => (event.includes(`SUMMARY:${title}`) ? (change(event) ?? []) : event)),
      ),
    add: async (text) => write([...events(), /BEGIN:VEVENT[^]*END:VEVENT\r\n/.exec(text)![0]]),
    clear: async () => rmSync(location),
    setUp: ({ client }) => client.publishing.setUp({ kind: 'file', location }),
  };
}

const valueIn = (text: string, name: string): string =>
  new RegExp(`^${name}(?:;[^:]*)?:(.*)$`, 'm').exec(text)![1]!.trim();
const shown = (object: string): string => {
  const text = object.slice(object.indexOf('BEGIN:VEVENT'));
  return `${valueIn(text, 'SUMMARY')} ${valueIn(text, 'DTSTART').slice(4)}–${valueIn(text, 'DTEND').slice(9)}`;
};

const THEIRS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Other//EN',
  'BEGIN:VEVENT',
  'UID:theirs',
  'DTSTAMP:20270501T000000Z',
  'DTSTART:20270504T120000Z',
  'DTEND:20270504T130000Z',
  'SUMMARY:Theirs',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

/** What is shown of the first plan. */
const ALL = ['Letter 0504T070000Z–073000Z', 'Plants 0504T090000Z–092000Z', 'Report 0504T080000Z–090000Z'];

const PLACES: [string, () => Promise<OtherProgram>][] = [
  ['a CalDAV server', async () => onServer(await aCalDavServer())],
  ['a file', async () => inFile()],
  ...(hasRadicale
    ? ([['Radicale', async () => onServer(await aRadicale())]] as [string, () => Promise<OtherProgram>][])
    : []),
];

describe.each(PLACES)('the plan published to %s', (_name, start) => {
  let world: WritingWorld;
  let other: OtherProgram;
  let ids: string[];
  const day = '2027-05-04';
  const atNine = (): PlanBlock[] => [
    block(ids[0]!, `${day}T09:00`, `${day}T09:30`),
    block(ids[1]!, `${day}T10:00`, `${day}T11:00`),
    block(ids[2]!, `${day}T11:00`, `${day}T11:20`),
  ];
  const task = (nth: number) => world.client.tasks.get({ id: ids[nth]! as never });
  const run = async () => (await world.client.publishing.run()).publications[0]!;

  beforeEach(async () => {
    world = aWritingWorld();
    other = await start();
    const { tasks } = await world.client.tasks.createMany({ lines: ['Letter', 'Report', 'Plants'] });
    ids = tasks.map(({ id }) => id);
    planned(world, atNine());
    await other.setUp(world);
  });

  it('shows what the plan has, follows it, and writes nothing when nothing differs', async () => {
    expect(await other.shows()).toEqual(ALL);
    await run();
    const before = world.db.calendars.connections(100).length;
    expect(await run()).toMatchObject({ blocks: 3, error: null, notes: [] });
    // One look at the tag, and no more.
    expect(world.db.calendars.connections(100).length - before).toBe(other.kind === 'file' ? 0 : 1);
    await world.client.tasks.update({ id: ids[0]! as never, patch: { title: 'Long letter' } });
    await world.client.tasks.finish({ id: ids[2]! as never });
    planned(world, [block(ids[0]!, `${day}T13:00`, `${day}T13:30`), atNine()[1]!]);
    await run();
    expect(await other.shows()).toEqual(['Long letter 0504T110000Z–113000Z', 'Report 0504T080000Z–090000Z']);
  });

  it('takes what is moved there as a pin, a new length, and a deletion as back to the planner', async () => {
    await world.client.tasks.pin({ id: ids[1]! as never, start: `${day}T10:00` });
    await run();
    await other.change('Letter', (text) =>
      text
        .replace(/DTSTART.*/, 'DTSTART;TZID=Europe/Berlin:20270505T150000')
        .replace(/DTEND.*/, 'DTEND;TZID=Europe/Berlin:20270505T153000'),
    );
    await other.change('Plants', (text) => text.replace(/DTEND.*/, 'DTEND:20270504T094500Z'));
    await other.change('Report', () => null);
    const { notes } = await run();
    expect(await task(0)).toMatchObject({ pinnedStart: '2027-05-05T15:00', durationMin: null });
    expect(await task(1)).toMatchObject({ pinnedStart: null });
    expect(await task(2)).toMatchObject({ pinnedStart: null, durationMin: 45 });
    expect(notes.map(({ what, title, to }) => `${what} ${title} ${to ?? ''}`).toSorted()).toEqual([
      'deleted Report ',
      'moved Letter 2027-05-05T15:00',
      'resized Plants 2027-05-04T11:00',
    ]);
    // Until the plan has the pin, it stays where it was put.
    await run();
    expect((await other.shows())[0]).toMatch(/^Letter 0505T/);
    planned(world, [
      block(ids[0]!, '2027-05-05T15:00', '2027-05-05T15:30'),
      block(ids[1]!, `${day}T14:00`, `${day}T15:00`),
      block(ids[2]!, `${day}T11:00`, `${day}T11:45`),
    ]);
    await run();
    expect(await other.shows()).toEqual([
      'Letter 0505T150000–153000',
      'Plants 0504T090000Z–094500Z',
      'Report 0504T120000Z–130000Z',
    ]);
    expect((await run()).notes).toHaveLength(3);
  });

  it('puts back what can’t be, and everything after the calendar was emptied, without a word to the plan', async () => {
    await run();
    await other.change('Letter', (text) =>
      text.replace(/DTSTART.*/, 'DTSTART:20270502T070000Z').replace(/DTEND.*/, 'DTEND:20270502T073000Z'),
    );
    await other.change('Report', (text) =>
      text.replace(/DTSTART.*/, 'DTSTART;VALUE=DATE:20270504').replace(/DTEND.*\r\n/, ''),
    );
    expect((await run()).notes.map(({ what }) => what)).toEqual(['refused', 'refused']);
    expect(await other.shows()).toEqual(ALL);
    await world.client.tasks.pin({ id: ids[0]! as never, start: `${day}T09:00` });
    await other.clear();
    expect((await run()).notes[0]).toMatchObject({ what: 'emptied' });
    expect(await other.shows()).toEqual(ALL);
    expect(await task(0)).toMatchObject({ pinnedStart: `${day}T09:00` });
  });

  it('leaves alone what others put there, is ended without a trace, and takes no calendar with other events', async () => {
    await other.add(THEIRS);
    planned(world, atNine().slice(0, 1));
    await run();
    expect(await other.shows()).toEqual(['Letter 0504T070000Z–073000Z', 'Theirs 0504T120000Z–130000Z']);
    expect(await world.client.publishing.turnOff({ kind: other.kind })).toEqual({ publications: [] });
    expect(await other.shows()).toEqual(['Theirs 0504T120000Z–130000Z']);
    await expect(other.setUp(world)).rejects.toMatchObject({ code: 'invalidInput' });
    expect(await world.client.publishing.status()).toEqual({ publications: [] });
  });
});

it('a server that is away changes nothing, is said, and is met again', async () => {
  const world = aWritingWorld();
  const server = await aCalDavServer();
  const other = onServer(server);
  const { id } = await world.client.tasks.create({ text: 'Letter' });
  planned(world, [block(id, '2027-05-04T09:00', '2027-05-04T09:30')]);
  await other.setUp(world);
  server.down(true);
  planned(world, [block(id, '2027-05-04T12:00', '2027-05-04T12:30')]);
  const [failed] = (await world.client.publishing.run()).publications;
  expect(failed).toMatchObject({ blocks: 1, notes: [], error: expect.stringContaining('503') as string });
  await expect(world.client.publishing.turnOff({ kind: 'caldav' })).rejects.toMatchObject({
    code: 'unreachable',
  });
  server.down(false);
  expect((await world.client.publishing.run()).publications[0]).toMatchObject({ error: null });
  expect(await other.shows()).toEqual(['Letter 0504T100000Z–103000Z']);
  expect(JSON.stringify(await world.client.publishing.status())).not.toContain(server.login.password);
});

it('a plan is never planned around itself, and its calendar is no other', async () => {
  const world = aWritingWorld();
  const other = inFile();
  const { id } = await world.client.tasks.create({ text: 'Letter' });
  planned(world, [block(id, '2027-05-04T09:00', '2027-05-04T09:30')]);
  await other.setUp(world);
  const { location } = (await world.client.publishing.status()).publications[0]!;
  await expect(world.client.calendars.add({ location })).rejects.toMatchObject({ code: 'invalidInput' });
  const copy = location.replace('plan.ics', 'copy.ics');
  writeFileSync(copy, readFileSync(location));
  expect(await world.client.calendars.add({ location: copy })).toMatchObject({ events: 0 });
  for (const bad of ['/etc/passwd', 'plan.ics', copy])
    await expect(world.client.publishing.setUp({ kind: 'file', location: bad })).rejects.toMatchObject({
      code: 'invalidInput',
    });
});
