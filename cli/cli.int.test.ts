import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plan as planSchema } from '../core/problem.ts';
import { daymark, type Outcome } from './command.fixture.ts';
import { keyFileLine, noMl, openTestProfile, removeFolder, temporaryFolder } from '../shell/testing.ts';

/** The command line as outside tools use it: a process, its streams and its exit code. */

const NOW = ['--now', '2027-05-03T09:00', '--tz', 'Europe/Berlin'];

it('says what is wrong with a command in one line, exits 2 and prints nothing else', async () => {
  const { code, stderr, lines } = await daymark(['fly']);
  expect(code).toBe(2);
  expect(lines).toEqual([]);
  expect(stderr).toBe('Invalid input: there is no command fly; try help.\n');
});

describe('events', () => {
  it('answers the instances of a calendar file without a profile', async () => {
    const folder = temporaryFolder();
    try {
      const path = join(folder, 'team.ics');
      const event = 'UID:1\nSUMMARY:Call\nDTSTART:20270503T070000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=2';
      const broken = 'UID:2\nSUMMARY:Broken\nDTSTART:someday';
      const entries = [event, broken].map((lines) => `BEGIN:VEVENT\n${lines}\nEND:VEVENT\n`).join('');
      writeFileSync(path, `BEGIN:VCALENDAR\n${entries}END:VCALENDAR\n`);
      const span = ['--from', '2027-05-04', '--to', '2027-05-05', '--tz', 'Europe/Berlin'];
      const { code, lines } = await daymark(['events', ...span, '--file', path]);
      expect({ code, lines }).toEqual({
        code: 0,
        lines: [
          {
            events: [
              {
                title: 'Call',
                start: '2027-05-04T09:00',
                end: '2027-05-04T09:30',
                allDay: false,
                busy: true,
                calendar: 'team',
              },
            ],
            skipped: [{ what: 'Broken', why: '"someday" is no date' }],
          },
        ],
      });
      writeFileSync(path, 'no calendar');
      const refused = await daymark(['events', ...span, '--file', path]);
      expect(refused).toEqual({ code: 2, lines: [], stderr: 'Invalid input: team.ics is no calendar.\n' });
      expect((await daymark(['events', '--from', '2027-05-04', '--file', path])).code).toBe(2);
      expect((await daymark(['events', ...span, '--file', `${path}.missing`])).code).toBe(2);
    } finally {
      removeFolder(folder);
    }
  });
});

describe('parse', () => {
  it('answers one line with every field of the contract', async () => {
    const { code, lines } = await daymark(['parse', 'Prepare slides 45m p1 #Work @deep', ...NOW]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      id: null,
      title: 'Prepare slides',
      date: null,
      start: null,
      end: null,
      deadline: null,
      durationMin: 45,
      rrule: null,
      recurFrom: null,
      priority: 1,
      project: 'Work',
      tags: ['deep'],
      people: [],
    });
    expect(lines[0]?.['confidence']).toBeTypeOf('number');
  });

  it('answers lines in their order, each with its id, moment and zone', async () => {
    const texts = Array.from({ length: 120 }, (_unused, n) => ({
      id: n,
      text: `Task ${n} tomorrow`,
      now: n % 2 ? '2027-05-03T09:00' : '2027-06-30T23:30',
      tz: 'Europe/Berlin',
    }));
    const { code, lines } = await daymark(
      ['parse', '--jsonl'],
      texts.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(code).toBe(0);
    expect(lines.map((line) => line['id'])).toEqual(texts.map((line) => line.id));
    expect(lines[0]?.['date']).toBe('2027-07-01');
    expect(lines[1]?.['date']).toBe('2027-05-04');
  });

  it('takes the lines of other systems: a byte-order mark, CR LF, other separators inside a text', async () => {
    const { code, lines, stderr } = await daymark(
      ['parse', '--jsonl', ...NOW],
      '\uFEFF{"id":1,"text":"Call\u2028mum tomorrow"}\r\n{"id":2,"text":"Water plants\u2029 today"}\r\n',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.map((line) => [line['id'], line['date']])).toEqual([
      [1, '2027-05-04'],
      [2, '2027-05-03'],
    ]);
  });

  it.each([
    ['is not JSON', '{'],
    ['has no text', '{"id":1}'],
    ['has a moment that is none', '{"text":"x","now":"soon"}'],
    ['has a day that does not exist', '{"text":"x","now":"2027-02-31T09:00"}'],
    ['has a year that nothing can be counted from', '{"text":"every last sunday","now":"9999-12-31T23:59"}'],
    ['has a zone that does not exist', '{"text":"x","tz":"Mars/Base"}'],
    ['is too long', JSON.stringify({ text: 'x'.repeat(10_001) })],
    ['is too long to be read at all', 'x'.repeat(8_000_000)],
  ])('stops at a line that %s, and names it', async (_name, bad) => {
    const good = '{"id":"a","text":"fine"}';
    const { code, lines, stderr } = await daymark(['parse', '--jsonl'], `${good}\n${bad}\n${good}\n`);
    expect(code).toBe(2);
    expect(lines.map((line) => line['id'])).toEqual(['a']);
    expect(stderr).toContain('line 2');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

it.each([
  ['UTC0', 1],
  ['', 1],
  [':/etc/localtime', 0],
])('keeps a clock with TZ=%s, and says once what it makes of one that is none', async (TZ, warnings) => {
  const { code, lines, stderr } = await daymark(['parse', 'Water the plants today'], '', { TZ });
  expect(code).toBe(0);
  expect(lines[0]?.['date']).toMatch(/^\d{4}-/);
  expect(stderr.split('\n').filter(Boolean)).toHaveLength(warnings);
});

describe('embed', () => {
  it('gives 384 numbers of length one, the same for the same text', async () => {
    const input = ['The weather is lovely today.', 'He drove to the stadium.', 'The weather is lovely today.']
      .map((text, id) => JSON.stringify({ id, text }))
      .join('\n');
    const { code, lines } = await daymark(['embed', '--jsonl'], input);
    expect(code).toBe(0);
    const vectors = lines.map((line) => line['embedding'] as number[]);
    expect(lines.map((line) => line['id'])).toEqual([0, 1, 2]);
    expect(vectors.map((vector) => vector.length)).toEqual([384, 384, 384]);
    expect(Math.hypot(...vectors[0]!)).toBeCloseTo(1, 4);
    expect(vectors[2]).toEqual(vectors[0]);
  });
});

describe('solve', () => {
  const problem = {
    now: '2027-05-03T09:00',
    tz: 'Europe/Berlin',
    horizonDays: 1,
    workingHours: { mon: [['09:00', '12:00']] },
    events: [{ id: 'e', start: '2027-05-03T10:00', end: '2027-05-03T10:30' }],
    tasks: [
      { id: 'a', durationMin: 60, due: '2027-05-03T10:00' },
      { id: 'b', durationMin: 90 },
      { id: 'c', durationMin: 600 },
    ],
    weights: { tardiness: 1 },
  };

  it('answers with a plan in the form of the contract', async () => {
    const { code, lines } = await daymark(
      ['solve', '--time-limit-ms', '200', '--seed', '3'],
      JSON.stringify(problem),
    );
    expect(code).toBe(0);
    const plan = planSchema.parse(lines[0]);
    expect(plan.score.hard).toBe(0);
    expect(plan.blocks.find((block) => block.taskId === 'a')).toMatchObject({
      start: '2027-05-03T09:00',
      end: '2027-05-03T10:00',
    });
    expect(plan.unscheduled.map((task) => task.taskId)).toEqual(['c']);
  });

  it.each([
    ['no JSON', '{'],
    ['no tasks', JSON.stringify({ ...problem, tasks: undefined })],
    ['a duration that is none', JSON.stringify({ ...problem, tasks: [{ id: 'a', durationMin: 0 }] })],
    ['a present that does not exist', JSON.stringify({ ...problem, now: '2027-02-31T09:00' })],
    ['a present at the end of time', JSON.stringify({ ...problem, now: '9999-12-31T23:59' })],
    ['a weight beyond counting', JSON.stringify({ ...problem, weights: { tardiness: 1e308 } })],
    [
      'minutes beyond counting',
      JSON.stringify({ ...problem, tasks: [{ id: 'a', durationMin: 30, minChunkMin: 1e308 }] }),
    ],
    [
      'tasks that wait for each other',
      JSON.stringify({
        ...problem,
        tasks: [
          { id: 'a', durationMin: 5, dependsOn: ['b'] },
          { id: 'b', durationMin: 5, dependsOn: ['a'] },
        ],
      }),
    ],
  ])('refuses %s with exit 2 and one line', async (_name, input) => {
    const { code, lines, stderr } = await daymark(['solve', '--time-limit-ms', '50'], input);
    expect(code).toBe(2);
    expect(lines).toEqual([]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('personal commands', () => {
  let folder: string;
  beforeAll(() => {
    folder = temporaryFolder();
  });
  afterAll(() => removeFolder(folder));
  const at = (...args: string[]): Promise<Outcome> => daymark([...args, '--data-dir', folder, ...NOW]);

  it('add, list, edit, start, done, plan and search work on one profile', async () => {
    const added = await at('add', 'Prepare slides 45m p1 #Work @deep by friday');
    expect(added.code).toBe(0);
    const task = added.lines[0]!;
    expect(task).toMatchObject({
      title: 'Prepare slides',
      durationMin: 45,
      project: 'Work',
      tags: ['deep'],
      priority: 1,
      deadline: '2027-05-07',
      status: 'open',
    });
    expect((task['tokens'] as unknown[]).length).toBeGreaterThanOrEqual(4);
    const id = String(task['id']);

    const guessed = await at('add', 'Water the plants');
    const filtered = await at('list', '--filter', 'p1 & overdue');
    expect([filtered.code, filtered.lines[0]]).toEqual([0, { tasks: [] }]);
    const due = await at('list', '--filter', 'p1 & #work & due by friday');
    expect(due.lines[0]).toMatchObject({ tasks: [{ id, title: 'Prepare slides' }] });
    const refused = await at('list', '--filter', 'p1 & ovrdue');
    expect([refused.code, refused.stderr.trim()]).toEqual([
      2,
      'Invalid input: filter: There is no filter “ovrdue”. Did you mean “overdue”?.',
    ]);
    const listed = await at('list');
    const tasks = listed.lines[0]?.['tasks'] as Record<string, unknown>[];
    expect(tasks.map((one) => one['id']).toSorted()).toEqual(
      [id, String(guessed.lines[0]?.['id'])].toSorted(),
    );
    expect(Object.keys(tasks[0]!).toSorted()).toEqual([
      'date',
      'deadline',
      'durationMin',
      'id',
      'next',
      'priority',
      'project',
      'rrule',
      'start',
      'status',
      'tags',
      'title',
    ]);
    expect(tasks.find((one) => one['title'] === 'Water the plants')?.['durationMin']).toBeGreaterThan(0);

    const edited = await at('edit', id, 'project=Atlas', 'durationMin=60', 'tags=deep,slides', 'deadline=');
    expect(edited.lines[0]).toMatchObject({
      project: 'Atlas',
      durationMin: 60,
      tags: ['deep', 'slides'],
      deadline: null,
    });

    const planned = await at('plan');
    const blocks = planned.lines[0]?.['blocks'] as Record<string, unknown>[];
    expect(blocks.map((block) => block['title']).toSorted()).toEqual(['Prepare slides', 'Water the plants']);
    expect(planned.lines[0]).toMatchObject({ unscheduled: [], score: { hard: 0 } });

    const found = await at('search', 'slides');
    const results = found.lines[0]?.['results'] as Record<string, unknown>[];
    expect(results[0]).toMatchObject({
      id,
      title: 'Prepare slides',
    });

    const titles = async (query: string) => {
      const hits = (await at('search', query)).lines[0]?.['results'] as { title: string }[];
      return hits.map((one) => one.title);
    };
    expect(await titles('#Atlas @slides p1')).toEqual(['Prepare slides']);
    expect(await titles('water #Atlas')).toEqual([]);

    expect((await at('start', id)).code).toBe(0);
    const finished = await at('done', id, '--minutes', '50');
    expect(finished.lines[0]).toMatchObject({ id, status: 'done', actualMin: 50, next: null });
    const again = await at('done', id);
    expect(again).toMatchObject({ code: 2, lines: [] });

    const undone = await at('undo');
    expect(undone.lines[0]).toMatchObject({
      undone: 'tasks.finish',
      message: 'Undid: finished “Prepare slides”',
      ids: [id],
      undo: 'start “Prepare slides”',
      redo: 'finish “Prepare slides”',
    });
    expect((await at('redo')).lines[0]).toMatchObject({ redone: 'tasks.finish', redo: null });
    expect((await at('redo')).lines[0]).toMatchObject({ redone: null, message: 'There is nothing to redo.' });
  });

  it.each([
    ['an id that is none', ['done', 'x']],
    ['an unknown id', ['start', v7()]],
    ['an unknown field', ['edit', v7(), 'colour=red']],
    ['a pair without =', ['edit', v7(), 'title']],
    ['a value that does not fit', ['edit', v7(), 'priority=9']],
  ])('%s: exit 2 with one line', async (_name, args) => {
    const { code, lines, stderr } = await at(...args);
    expect(code).toBe(2);
    expect(lines).toEqual([]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('go through the owner while the app is open, which shows it at once', async () => {
    const profile = await openTestProfile(folder);
    await profile.whenMlReady(30_000);
    const shown = (async () => {
      for await (const change of await profile.client.app.changes())
        if (change.topic === 'tasks') return change.ids;
      return [];
    })();
    const added = await at('add', 'Typed in the terminal 15m');
    expect(added.code).toBe(0);
    expect(await shown).toContain(added.lines[0]?.['id']);
    await profile.close();
  });

  it('read with the profile only when they are told to', async () => {
    await at('add', 'Meet about budget #Quarter-Report');
    const known = await daymark(['parse', 'x #quarter-report', '--data-dir', folder, ...NOW]);
    expect(known.lines[0]?.['project']).toBe('Quarter-Report');
    const unknown = await daymark(['parse', 'x #quarter-report', ...NOW], '', { DAYMARK_DATA_DIR: folder });
    expect(unknown.lines[0]?.['project']).toBe('quarter-report');
  });
});

describe('a damaged profile', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('is left as it is, and restored with one command', async () => {
    const profile = await openTestProfile(folder, { spawnMl: noMl });
    await profile.client.tasks.create({ text: 'In the backup' });
    const { name } = await profile.client.backups.create();
    await profile.close();
    const path = join(folder, 'daymark.db');
    const damaged = Buffer.alloc(8_192, 7);
    writeFileSync(path, damaged);
    const refused = await daymark(['list', '--data-dir', folder]);
    expect(refused).toMatchObject({ code: 1, lines: [] });
    expect(refused.stderr).toContain(name);
    expect(readFileSync(path).equals(damaged)).toBe(true);

    const restored = await daymark(['restore', '--data-dir', folder]);
    expect(restored.lines[0]).toMatchObject({ restored: name });
    const listed = await daymark(['list', '--data-dir', folder]);
    expect(listed.lines[0]).toMatchObject({ tasks: [{ title: 'In the backup' }] });
    expect((await daymark(['restore', 'none', '--data-dir', folder])).code).toBe(1);
  });
});

describe('a locked profile', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('exits 3 with one line, and opens with the passphrase file', async () => {
    const profile = await openTestProfile(folder);
    const present = keyFileLine(folder);
    await profile.client.vault.setPassphrase({ passphrase: 'correct horse', removeKeyFile: true, present });
    await profile.close();
    const files = readdirSync(folder).toSorted();
    const locked = await daymark(['list', '--data-dir', folder]);
    expect(locked).toMatchObject({ code: 3, lines: [] });
    expect(locked.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(folder).toSorted()).toEqual(files);
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, 'wrong\n');
    expect(await daymark(['list', '--data-dir', folder, '--passphrase-file', secret])).toMatchObject({
      code: 3,
      lines: [],
    });
    writeFileSync(secret, 'correct horse\n');
    const open = await daymark(['list', '--data-dir', folder], '', { DAYMARK_PASSPHRASE_FILE: secret });
    expect(open).toMatchObject({ code: 0, lines: [{ tasks: [] }] });
  });
});
