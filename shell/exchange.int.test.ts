import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportFormat, ImportSummary } from '../core/domain/exchange.ts';
import { say } from '../core/messages/index.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';
import { swept, type Sweep } from './write-path-calls.fixture.ts';

/** Files in and out through the contract, on a real database. */

async function uploaded({ client }: WritingWorld, name: string, text: string): Promise<{ upload: string }> {
  const { upload } = await client.imports.begin({ name });
  for (let from = 0; from < text.length; from += 1_000_000)
    await client.imports.append({ upload, text: text.slice(from, from + 1_000_000) });
  return { upload };
}

async function imported(
  world: WritingWorld,
  name: string,
  text: string,
  passphrase?: string,
): Promise<ImportSummary> {
  const given = passphrase === undefined ? {} : { passphrase };
  const file = await uploaded(world, name, text);
  for await (const { summary } of await world.client.imports.run({ ...file, ...given }))
    if (summary) return summary;
  throw new Error('it came to no end');
}

async function exported(
  { client }: WritingWorld,
  format: ExportFormat,
  passphrase?: string,
): Promise<string> {
  let document = '';
  const given = passphrase === undefined ? {} : { passphrase };
  for await (const { text } of await client.exports.make({ format, ...given })) document += text;
  return document;
}

const TASKS = JSON.stringify([
  {
    uuid: 'u1',
    description: 'Paint',
    status: 'pending',
    entry: '20270401T100000Z',
    project: 'House',
    depends: ['u2'],
  },
  {
    uuid: 'u2',
    description: 'Buy paint',
    status: 'pending',
    entry: '20270401T100000Z',
    project: 'House',
    depends: ['u1', 'nowhere'],
  },
  {
    uuid: 'u3',
    description: 'Sow',
    status: 'completed',
    entry: '20270402T100000Z',
    end: '20270420T090000Z',
    totalactivetime: 'PT45M',
  },
]);

describe('an import', () => {
  it('says before what it brings, adds it once, keeps the past as past, and is undone as one', async () => {
    const world = aWritingWorld();
    await world.client.tasks.create({ text: 'Mine #House' });
    const start = dumpOf(world);
    const { summary, sample } = await world.client.imports.preview(
      await uploaded(world, 'tasks.json', TASKS),
    );
    expect(summary).toEqual({
      format: 'taskwarrior-json',
      tasks: 3,
      projects: 0,
      events: 0,
      finished: 1,
      skipped: [],
      duplicates: 0,
    });
    expect(sample[0]).toMatchObject({ title: 'Paint', project: 'House', done: false });
    expect(dumpOf(world)).toEqual(start);

    const done = await imported(world, 'tasks.json', TASKS);
    expect(done).toEqual({
      ...summary,
      skipped: [{ what: 'dependencies in a circle', why: 'neither could begin' }],
    });
    const { tasks } = await world.client.tasks.list({ status: 'any', order: 'created' });
    const sown = tasks.find((task) => task.title === 'Sow')!;
    expect(sown).toMatchObject({
      status: 'done',
      actualMin: 45,
      createdAt: Date.parse('2027-04-02T10:00:00Z'),
      completedAt: Date.parse('2027-04-20T09:00:00Z'),
    });
    const [paint, buy] = ['Paint', 'Buy paint'].map((title) => tasks.find((task) => task.title === title)!);
    expect([paint!.dependsOn, buy!.dependsOn]).toEqual([[buy!.id], []]);
    expect(world.db.changes.since(0, 1_000).at(-1)?.origin).toBe('import');

    const end = dumpOf(world);
    expect(await imported(world, 'again.json', TASKS)).toMatchObject({
      tasks: 0,
      finished: 0,
      duplicates: 3,
    });
    expect(dumpOf(world)).toEqual(end);
    const { message } = await world.client.tasks.undo();
    expect(say(message!)).toBe('Undid: imported 3 tasks');
    expect(dumpOf(world)).toEqual(start);
    expect(await imported(world, 'tasks.json', TASKS)).toMatchObject({ tasks: 3, duplicates: 0 });
  });

  it('of a calendar keeps what repeats, with what was changed and left out, and names a rule it can’t keep', async () => {
    const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT', ''].join('\r\n');
    const at = (name: string, wall: string): string => `${name};TZID=America/New_York:${wall}`;
    const file = [
      'BEGIN:VCALENDAR\r\n',
      event(
        'UID:1',
        'SUMMARY:Standup',
        'LOCATION:Room 4',
        at('DTSTART', '20270503T090000'),
        at('DTEND', '20270503T093000'),
        'RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270520T000000Z',
        at('EXDATE', '20270505T090000'),
        at('RDATE', '20270507T120000'),
      ),
      event(
        'UID:1',
        'SUMMARY:Standup, longer',
        at('RECURRENCE-ID', '20270510T090000'),
        at('DTSTART', '20270511T100000'),
        at('DTEND', '20270511T110000'),
      ),
      event(
        'UID:1',
        'STATUS:CANCELLED',
        at('RECURRENCE-ID', '20270512T090000'),
        at('DTSTART', '20270512T090000'),
      ),
      event('UID:2', 'SUMMARY:Pills', 'DTSTART:20270503T060000Z', 'RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=3'),
      'END:VCALENDAR\r\n',
    ].join('');
    const world = aWritingWorld();
    const start = dumpOf(world);
    const summary = await imported(world, 'team.ics', file);
    expect(summary).toMatchObject({ events: 6, duplicates: 0 });
    expect(summary.skipped).toEqual([
      { what: 'repeating event “Pills”', why: 'its rule can’t be kept, so it becomes 3 single events' },
    ]);
    const shown = async (): Promise<string[]> => {
      const { events } = await world.client.events.list({ from: '2027-05-01', to: '2027-06-01' });
      return events.map(({ title, start: from }) => `${title} ${from.slice(5)}`);
    };
    expect((await shown()).filter((line) => line.startsWith('Standup'))).toEqual([
      'Standup 05-03T15:00',
      'Standup 05-07T18:00',
      'Standup, longer 05-11T16:00',
      'Standup 05-17T15:00',
      'Standup 05-19T15:00',
    ]);
    expect(await imported(world, 'team.ics', file)).toMatchObject({ events: 0, duplicates: 6 });
    expect(await shown()).toHaveLength(8);
    await world.client.tasks.undo();
    expect(dumpOf(world)).toEqual(start);
    expect(await shown()).toEqual([]);
  });

  it('is read again after a preview when another piece came, or it is asked for otherwise', async () => {
    const world = aWritingWorld();
    const file = await uploaded(world, 'a.csv', 'Was,Title,Due\nSow,Reap,03/04/2027\n');
    const first = async (columns: Record<string, string>) =>
      (await world.client.imports.preview({ ...file, columns })).sample.map(({ title }) => title);
    expect(await first({ title: 'Was' })).toEqual(['Sow']);
    expect(await first({})).toEqual(['Reap']);
    await world.client.imports.append({ ...file, text: 'Dig,Plant,\n' });
    for await (const _ of await world.client.imports.run(file)) void _;
    const { tasks } = await world.client.tasks.list({ order: 'title' });
    expect(tasks.map(({ title }) => title)).toEqual(['Plant', 'Reap']);
  });

  it('reads days that are said in words, and keeps what no one can read', async () => {
    const world = aWritingWorld();
    const csv =
      'TYPE,CONTENT,PRIORITY,INDENT,DATE\ntask,Water,4,1,every 3rd friday\ntask,Odd,4,1,when pigs fly';
    const { skipped } = await imported(world, 'Garden.csv', csv);
    const { tasks } = await world.client.tasks.list({});
    expect(tasks.find((task) => task.title === 'Water')).toMatchObject({
      date: '2027-05-21',
      recurFrom: 'schedule',
    });
    expect(tasks.find((task) => task.title === 'Odd')?.notes).toBe('when pigs fly');
    expect(skipped.map(({ what }) => what)).toEqual(['“when pigs fly”']);
  });

  it('that is cancelled, refused or cut off leaves nothing', async () => {
    const world = aWritingWorld();
    const start = dumpOf(world);
    const lines = Array.from({ length: 3_000 }, (_unused, n) => `- [ ] Thing ${n} #t${n % 7}`).join('\n');
    const half = world.services.imports.run(await uploaded(world, 'list.md', `# Big\n${lines}`));
    expect((await half.next()).value).toMatchObject({ total: 3_000, summary: null });
    await half.return();
    expect(dumpOf(world)).toEqual(start);
    expect(await world.client.tasks.history()).toEqual({ undo: null, redo: null });
    for (const text of ['', '{"a":', 'no format at all'])
      await expect(imported(world, 'x.bin', text)).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(imported(world, 'x.csv', 'a,b\n1,2')).rejects.toMatchObject({ code: 'invalidInput' });
    expect(dumpOf(world)).toEqual(start);
  });
});

describe('an export', () => {
  it('of everything, imported into an empty profile, is the same again, whatever was done', async () => {
    const calls = Object.entries(swept).filter(
      ([, sweep]) => !sweep.kept && !/undo|redo/.test(sweep.run.toString()),
    );
    const some = fc.shuffledSubarray(
      calls.map(([name]) => name),
      { minLength: 2, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(some, async (names) => {
        const here = aWritingWorld();
        for (const name of names) {
          const { before, run }: Sweep = swept[name]!;
          // One call may stand in the way of another, such as a second timer; what came of it is exported all the same.
          await (async () => (await before?.(here), await run(here)))().catch(() => {});
        }
        const stopped = (await here.client.tasks.list({ status: 'any' })).tasks.find(
          (task) => task.runningSince !== null,
        );
        if (stopped) await here.client.tasks.pause({ id: stopped.id });
        here.now = '2027-05-04T08:00';
        const document = await exported(here, 'json');
        const there = aWritingWorld(here.now, 2);
        const { skipped } = await imported(there, 'daymark.json', document);
        expect(skipped).toEqual([]);
        expect(dumpOf(there)).toEqual(dumpOf(here));
        expect(await exported(there, 'json')).toBe(document);
        expect((await imported(there, 'daymark.json', document)).tasks).toBe(0);
        await there.client.tasks.undo();
        expect((await there.client.tasks.list({ status: 'any' })).total).toBe(0);
      }),
      { numRuns: 8 },
    );
  });

  it('as an archive opens with its passphrase alone, is the same again, and shows when it was touched', async () => {
    const here = aWritingWorld();
    const notes = 'Secret '.repeat(10_000);
    for (let n = 0; n < 14; n += 1)
      await here.client.tasks.create({ text: `Thing ${n} #Private`, picked: { notes } });
    const archive = await exported(here, 'archive', 'correct horse');
    expect(archive).not.toContain('Secret');
    const there = aWritingWorld('2027-05-03T08:00', 2);
    const empty = dumpOf(there);
    const locked = { code: 'archiveLocked' };
    await expect(imported(there, 'a.daymark', archive)).rejects.toMatchObject(locked);
    await expect(imported(there, 'a.daymark', archive, 'wrong horse')).rejects.toMatchObject(locked);
    const rows = archive.trimEnd().split('\n');
    expect(rows.length).toBeGreaterThan(4);
    const touched = [
      rows.slice(0, -1),
      [rows[0]!, rows[1]!, rows[3]!, rows[2]!, ...rows.slice(4)],
      rows.with(
        2,
        rows[2]!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      ),
    ];
    for (const one of touched)
      await expect(imported(there, 'a', one.join('\n'), 'correct horse')).rejects.toMatchObject({
        code: 'invalidInput',
      });
    const costly = rows.with(0, rows[0]!.replace('"memoryKib":65536', '"memoryKib":99999999'));
    await expect(imported(there, 'a', costly.join('\n'), 'correct horse')).rejects.toMatchObject({
      code: 'invalidInput',
    });
    expect(dumpOf(there)).toEqual(empty);
    const upload = await uploaded(there, 'a.daymark', archive);
    const { summary } = await there.client.imports.preview({ ...upload, passphrase: 'correct horse' });
    expect(summary).toMatchObject({ format: 'daymark-json', tasks: 14 });
    expect(await imported(there, 'a.daymark', archive, 'correct horse')).toMatchObject({
      tasks: 14,
      skipped: [],
    });
    expect(dumpOf(there)).toEqual(dumpOf(here));
  });

  it('that was changed at random places is refused, or one step that is taken back whole', async () => {
    const world = aWritingWorld();
    await world.client.tasks.createMany({
      lines: [
        'Water plants every Monday @home #Garden 20m p2',
        'Call Ana tomorrow 3pm',
        'Gym 3 times a week',
      ],
    });
    await swept['events.create']!.run(world);
    const whole = await exported(world, 'json');
    const empty = aWritingWorld('2027-06-01T12:00', 2);
    const start = dumpOf(empty);
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('null', '[]', '{}', '-1', '1e400', '"', ',', '2027-02-31', '__proto__'),
    );
    const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), odd), {
      minLength: 1,
      maxLength: 3,
    });
    let taken = 0;
    const refusals = new Set<string>();
    await fc.assert(
      fc.asyncProperty(edits, async (all) => {
        let text = whole;
        for (const [place, length, put] of all) {
          const from = 60 + Math.floor(place * (text.length - 60));
          text = text.slice(0, from) + put + text.slice(from + length);
        }
        const outcome = await imported(empty, 'all.json', text).catch((error: unknown) => error);
        if (outcome instanceof Error) refusals.add(`${(outcome as { code?: string }).code}`);
        else if (JSON.stringify(dumpOf(empty)) !== JSON.stringify(start)) {
          taken += 1;
          await empty.client.tasks.undo();
        }
        expect(dumpOf(empty)).toEqual(start);
      }),
      { numRuns: 25, seed: 3 },
    );
    expect(taken).toBeGreaterThan(0);
    expect([...refusals]).toEqual(['invalidInput']);
  });

  it('joins a project of the same name, and names rows that are broken', async () => {
    const here = aWritingWorld();
    await here.client.tasks.create({ text: 'One #House' });
    const document = JSON.parse(await exported(here, 'json')) as {
      rows: Record<string, Record<string, unknown>[]>;
    };
    document.rows['tasks']!.push(
      { id: 'no-uuid', title: 'Broken' },
      {
        ...document.rows['tasks']![0],
        id: '0190a0a0-0000-7000-8000-00000000000a',
        day: 'soon',
        title: 'Odd day',
      },
    );
    const there = aWritingWorld('2027-05-03T08:00', 2);
    await there.client.tasks.create({ text: 'Other #house' });
    const summary = await imported(there, 'd.json', JSON.stringify(document));
    expect(summary).toMatchObject({ tasks: 1, projects: 0 });
    expect(summary.skipped.map(({ what }) => what)).toEqual(['Broken', 'Odd day']);
    const { projects } = await there.client.projects.list();
    expect(projects).toMatchObject([{ name: 'house', openTasks: 2 }]);
    const later = JSON.stringify({ format: 'daymark', version: 99, rows: {} });
    await expect(imported(there, 'd.json', later)).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('as a table can’t run in a spreadsheet, and comes back as it was', async () => {
    const world = aWritingWorld();
    const odd = '=HYPERLINK("http://evil", "x")';
    await world.client.tasks.create({
      text: 'x',
      picked: {
        title: odd,
        notes: 'a, "b"\nc',
        tags: ['t'],
        project: '@SUM',
        durationMin: 20,
        deadline: '2027-05-09',
      },
    });
    const csv = await exported(world, 'csv');
    for (const line of csv.split('\r\n').slice(1))
      for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?[=+@-]/);
    const there = aWritingWorld('2027-05-03T08:00', 2);
    await imported(there, 'tasks.csv', csv);
    expect((await there.client.tasks.list({})).tasks).toMatchObject([
      {
        title: odd,
        notes: 'a, "b"\nc',
        tags: ['t'],
        project: '@SUM',
        durationMin: 20,
        deadline: '2027-05-09',
      },
    ]);
  });

  it('as a calendar, a check list and a page holds what there is', async () => {
    const world = aWritingWorld();
    await world.client.events.create({
      title: 'Fair; day',
      start: '2027-05-04T10:00',
      end: '2027-05-04T12:00',
    });
    const long = `Paint <b>${'ü'.repeat(60)}</b>`;
    await world.client.tasks.create({
      text: 'x',
      picked: {
        title: long,
        tags: ['two words'],
        priority: 1,
        date: '2027-05-05',
        deadline: '2027-05-09',
        project: 'House',
      },
    });
    const ics = await exported(world, 'ics');
    expect(ics.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const there = aWritingWorld('2027-05-03T08:00', 2);
    expect(await imported(there, 'daymark.ics', ics)).toMatchObject({ tasks: 1, events: 1, skipped: [] });
    expect((await there.client.tasks.list({})).tasks).toMatchObject([
      { title: long, date: '2027-05-05', deadline: '2027-05-09', priority: 1 },
    ]);
    expect((await there.client.events.list({ from: '2027-05-04', to: '2027-05-05' })).events).toMatchObject([
      { title: 'Fair; day', start: '2027-05-04T10:00' },
    ]);
    expect(await exported(world, 'markdown')).toMatch(
      /^## House\n\n- \[ \] Paint .* #two-words ⏫ ➕ 2027-05-03 ⏳ 2027-05-05 📅 2027-05-09 🆔 \S+\n$/,
    );
    const page = await exported(world, 'html');
    expect(page).toContain('Fair; day');
    expect(page).toContain('&lt;b&gt;');
    expect(page).not.toContain('<b>');
  });

  it('as a page says how many open tasks it does not list', async () => {
    const world = aWritingWorld();
    const lines = Array.from({ length: 503 }, (_, at) => `- [ ] Item ${at}`).join('\n');
    expect(await imported(world, 'list.md', lines)).toMatchObject({ tasks: 503 });
    const page = await exported(world, 'html');
    expect(page.match(/Item \d+/g)).toHaveLength(500);
    expect(page).toContain('and 3 more open tasks');
  });
});
