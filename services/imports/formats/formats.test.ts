import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DaymarkError } from '../../../core/errors.ts';
import { importFormats, type ImportFormat } from '../../../core/domain/exchange.ts';
import { anImportedTask, type ImportedFile, type ImportedTask } from '../types.ts';
import { detectFormat, readingSteps } from './index.ts';
import { at, samples } from './samples.fixture.ts';

function readFormat(...file: Parameters<typeof readingSteps>): ImportedFile {
  const steps = readingSteps(...file);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const context = (name: string) => ({ fileName: name, tz: 'Europe/Berlin', dayFirst: true, columns: {} });
const read = (format: Exclude<ImportFormat, 'daymark-json'>): ImportedFile =>
  readFormat(format, samples[format].text, context(samples[format].name));

/** What a task says beyond what every task does. */
function givenFields(task: ImportedTask): Partial<ImportedTask> {
  const plain = anImportedTask('', '');
  return Object.fromEntries(
    Object.entries(task).filter(
      ([name, value]) =>
        name !== 'key' && JSON.stringify(value) !== JSON.stringify(plain[name as keyof ImportedTask]),
    ),
  );
}

const formats = Object.keys(samples) as (keyof typeof samples)[];

it('knows every format by what is in the file', () => {
  expect(formats.toSorted()).toEqual(importFormats.filter((format) => format !== 'daymark-json').toSorted());
  for (const format of formats) expect(detectFormat(samples[format].text, samples[format].name)).toBe(format);
  for (const text of ['', 'hello', '{"a":1}', '[1,2]', 'PK\u0003\u0004zip'])
    expect(() => detectFormat(text, 'x.bin')).toThrow(DaymarkError);
});

const CREATED = at('2027-04-01T10:00:00Z');
const SOWN = {
  title: 'Sow',
  project: 'House',
  status: 'done',
  createdAt: at('2027-04-02T10:00:00Z'),
  completedAt: at('2027-04-20T09:00:00Z'),
};

it('knows bare lists of tasks as well', () => {
  const todoist = JSON.stringify([
    {
      id: '1',
      content: 'Paint',
      project_id: '9',
      priority: 4,
      is_completed: false,
      created_at: '2027-04-01T10:00:00Z',
    },
  ]);
  expect(detectFormat(todoist, 'tasks.json')).toBe('todoist-json');
  expect(readFormat('todoist-json', todoist, context('x')).tasks.map(givenFields)).toEqual([
    { title: 'Paint', priority: 1, createdAt: CREATED },
  ]);
  for (const wrap of [
    (tasks: unknown) => tasks,
    (tasks: unknown) => ({ value: tasks }),
    (tasks: unknown) => ({ displayName: 'House', tasks }),
  ]) {
    const text = JSON.stringify(wrap([{ title: 'Paint', status: 'notStarted', importance: 'high' }]));
    expect(detectFormat(text, 'x.json')).toBe('microsoft-todo-json');
    expect(readFormat('microsoft-todo-json', text, context('x')).tasks.map(({ title }) => title)).toEqual([
      'Paint',
    ]);
  }
});

describe('reads', () => {
  it('Todoist’s CSV', () => {
    const { tasks, skipped } = read('todoist-csv');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint, twice',
        notes: 'North side\n\nAsk for the colour',
        project: 'House',
        tags: ['walls', 'paint'],
        priority: 1,
        date: '2027-05-08',
        deadline: '2027-05-20',
        durationMin: 90,
      },
      { title: 'Buy brushes', project: 'House' },
      { title: 'Water', project: 'House', tags: ['Garden'], priority: 2, when: 'every 3rd friday' },
      {
        title: 'Meet',
        project: 'House',
        tags: ['Garden'],
        priority: 3,
        date: '2027-05-09',
        start: '2027-05-09T15:30',
      },
    ]);
    expect(skipped.map(({ what }) => what)).toEqual(['sub-tasks', 'assigned people', 'sections']);
  });

  it('Todoist’s backup', () => {
    const { tasks } = read('todoist-json');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: 'North\n\nAsk for the colour',
        project: 'House',
        tags: ['walls', 'Garden'],
        priority: 1,
        date: '2027-05-08',
        start: '2027-05-08T09:00',
        deadline: '2027-05-20',
        durationMin: 90,
        createdAt: CREATED,
      },
      { title: 'Water', date: '2027-05-09', when: 'every 2 days' },
      SOWN,
    ]);
  });

  it('TickTick’s backup', () => {
    const { tasks, skipped } = read('ticktick-csv');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: 'North',
        project: 'House',
        tags: ['walls', 'paint'],
        priority: 1,
        date: '2027-05-08',
        deadline: '2027-05-20',
        createdAt: CREATED,
      },
      {
        title: 'Pack',
        notes: '- [ ] Shoes\n- [x] Map',
        date: '2027-05-09',
        start: '2027-05-09T07:30',
        rrule: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=SU',
        recurFrom: 'schedule',
        createdAt: at('2027-04-02T10:00:00Z'),
      },
      { ...SOWN, priority: 3 },
    ]);
    expect(skipped.map(({ what }) => what)).toEqual(['sub-tasks', 'note “Idea”']);
  });

  it('Super Productivity’s backup, with the time of every day', () => {
    const { tasks } = read('super-productivity-json');
    expect(tasks.map(givenFields)).toMatchObject([
      {
        title: 'Paint',
        notes: 'North',
        project: 'House',
        tags: ['walls'],
        date: '2027-05-08',
        durationMin: 90,
        createdAt: CREATED,
        tracked: [{ start: at('2027-05-01T07:00:00Z'), end: at('2027-05-01T07:10:00Z') }],
      },
      { title: 'Brushes', date: '2027-05-09', start: '2027-05-09T09:00' },
      { ...SOWN, durationMin: 30, actualMin: 45 },
    ]);
    expect(tasks[2]!.tracked).toHaveLength(2);
  });

  it('Taskwarrior’s export', () => {
    const { tasks, skipped } = read('taskwarrior-json');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: 'North',
        project: 'House.Walls',
        tags: ['walls'],
        priority: 1,
        date: '2027-05-08',
        start: '2027-05-08T09:00',
        deadline: '2027-05-20',
        earliest: '2027-05-05',
        durationMin: 90,
        after: ['a0000000-0000-0000-0000-000000000002'],
        createdAt: CREATED,
      },
      {
        title: 'Water',
        deadline: '2027-05-09T07:30',
        rrule: 'FREQ=WEEKLY;INTERVAL=2',
        recurFrom: 'schedule',
        createdAt: CREATED,
      },
      {
        title: 'Sow',
        status: 'done',
        createdAt: SOWN.createdAt,
        completedAt: SOWN.completedAt,
        actualMin: 60,
      },
      { title: 'Bin', status: 'dropped', createdAt: SOWN.createdAt, completedAt: at('2027-04-03T10:00:00Z') },
    ]);
    expect(skipped).toEqual([
      { what: 'template “Template”', why: 'its present occurrence is taken instead' },
    ]);
  });

  it('Microsoft To Do and Google Tasks', () => {
    expect(read('microsoft-todo-json').tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: 'North\n\n- [x] Tape',
        project: 'House',
        tags: ['walls'],
        priority: 1,
        deadline: '2027-05-20',
        rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
        recurFrom: 'schedule',
        createdAt: CREATED,
      },
      SOWN,
      { title: 'Loose', priority: 3 },
    ]);
    const { tasks, skipped } = read('google-tasks-json');
    expect(tasks.map(givenFields)).toEqual([
      { title: 'Paint', notes: 'North', project: 'House', date: '2027-05-08', createdAt: CREATED },
      SOWN,
    ]);
    expect(skipped.map(({ what }) => what)).toEqual(['sub-tasks', 'a task without a title']);
  });

  it('tasks and events of iCalendar', () => {
    const { tasks, events, skipped } = read('icalendar');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint, twice',
        notes: 'North',
        project: 'House',
        tags: ['walls', 'paint'],
        priority: 1,
        date: '2027-05-08',
        start: '2027-05-08T09:00',
        deadline: '2027-05-20',
        rrule: 'FREQ=WEEKLY',
        recurFrom: 'schedule',
        createdAt: CREATED,
      },
      SOWN,
    ]);
    expect(events).toMatchObject([
      { title: 'Fair', start: '2027-05-10T00:00', end: '2027-05-11T00:00', allDay: true, busy: false },
      { title: 'Club', start: '2027-05-10T10:00', series: { tz: 'UTC', rrule: 'FREQ=WEEKLY', except: [] } },
    ]);
    expect(skipped.map(({ what }) => what)).toEqual(['Odd']);
  });

  it('Org mode, with its clock', () => {
    const { tasks } = read('org');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: 'North side',
        project: 'House',
        tags: ['walls', 'paint'],
        priority: 1,
        date: '2027-05-08',
        start: '2027-05-08T09:00',
        deadline: '2027-05-20',
        durationMin: 90,
      },
      { title: 'Brushes', project: 'House' },
      {
        title: 'Sow',
        project: 'House',
        status: 'done',
        completedAt: SOWN.completedAt,
        tracked: [{ start: at('2027-04-20T08:00:00Z'), end: at('2027-04-20T08:45:00Z') }],
      },
      {
        title: 'Water',
        project: 'House',
        date: '2027-05-09',
        rrule: 'FREQ=DAILY;INTERVAL=2',
        recurFrom: 'completion',
      },
      { title: 'Dig', project: 'House', status: 'dropped' },
    ]);
  });

  it('Markdown with the signs of Obsidian Tasks', () => {
    const { tasks } = read('markdown');
    const day = (iso: string): number => at(`${iso}T00:00:00+02:00`);
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: '- [x] tape\nNorth side',
        project: 'House',
        tags: ['walls'],
        priority: 1,
        date: '2027-05-08',
        deadline: '2027-05-20',
        after: ['def'],
        createdAt: day('2027-04-01'),
      },
      { title: 'Sow', project: 'House', status: 'done', completedAt: day('2027-04-20') },
      {
        title: 'Water',
        project: 'House',
        deadline: '2027-05-09',
        when: 'every 2 days from completion',
        recurFrom: 'completion',
      },
      { title: 'Dig', project: 'House', status: 'dropped', completedAt: day('2027-04-03') },
    ]);
  });

  it('any table, by the names of its columns or by those that are told', () => {
    const { tasks, skipped } = read('csv');
    expect(tasks.map(givenFields)).toEqual([
      {
        title: 'Paint',
        notes: 'North; side',
        project: 'House',
        tags: ['walls', 'paint'],
        priority: 1,
        deadline: '2027-05-20',
        durationMin: 90,
        createdAt: at('2027-04-01T08:00:00Z'),
      },
      { title: 'Sow', project: 'House', status: 'done', deadline: '2027-04-20', durationMin: 45 },
      { title: 'Call', priority: 3 },
    ]);
    expect(skipped.map(({ what }) => what)).toEqual([
      'column “Colour”',
      'deadline “soon”',
      'a row without a title',
    ]);
    const mapped = readFormat('csv', 'Was,Wo\nStreichen,Haus', {
      ...context('x.csv'),
      columns: { title: 'Was', project: 'Wo' },
    });
    expect(mapped.tasks.map(givenFields)).toEqual([{ title: 'Streichen', project: 'Haus' }]);
    expect(() => readFormat('csv', 'a,b\n1,2', context('x.csv'))).toThrow(/no column is a title/);
  });
});

/** How reading ends; tasks always have a title. */
function outcome(format: keyof typeof samples, text: string): 'read' | 'refused' | 'crash' {
  try {
    const { tasks } = readFormat(format, text, context(samples[format].name));
    return tasks.some((task) => task.title === '') ? 'crash' : 'read';
  } catch (error) {
    return error instanceof DaymarkError ? 'refused' : 'crash';
  }
}

it('answers damaged files with what is left, or one clear sentence', () => {
  const edits = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.string({ maxLength: 8 })),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...formats), edits, (format, all) => {
      let { text } = samples[format];
      for (const [place, length, put] of all) {
        const from = Math.floor(place * text.length);
        text = text.slice(0, from) + put + text.slice(from + length);
      }
      expect(outcome(format, text)).not.toBe('crash');
    }),
    { numRuns: 600 },
  );
});

it('takes deep and endless files without harm', () => {
  const deep = `${'['.repeat(200_000)}`;
  const values: unknown[] = [
    null,
    1,
    'x',
    [],
    {},
    { items: 1 },
    { items: [1, null, [], { content: {} }] },
    { data: { task: { entities: 1 } } },
  ];
  for (const format of formats) {
    for (const text of [
      deep,
      `${'"'.repeat(100_001)}`,
      'a'.repeat(300_000),
      ...values.map((value) => JSON.stringify(value)),
    ]) {
      expect(outcome(format, text)).not.toBe('crash');
    }
  }
});
