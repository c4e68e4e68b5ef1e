import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionWords } from '../core/messages/condition-words.ts';
import { matches } from '../core/filter/condition.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Filters through the contract: what a list with one holds, and those that were given a name. */

const LINES = [
  'Pay rent by Friday 10m p1 #Home @phone',
  'Write report tomorrow 2h p1 #Work +Julia',
  'Call Julia today 15m p2 @phone @"far away" +Julia',
  'Water plants every Monday 5m #Home',
  'Tidy "the shed" 90m p3',
  'Read after "Write report" 30m',
  'Tax 3h p2 #Work',
  'Café für Müller buchen p4 25m',
];

async function filled(): Promise<WritingWorld> {
  const world = aWritingWorld();
  for (const text of LINES) await world.client.tasks.create({ text });
  const { tasks } = await world.client.tasks.list({ order: 'created' });
  const [rent, report, call, , shed, , tax] = tasks as [(typeof tasks)[0], ...typeof tasks];
  await world.client.tasks.finish({ id: rent.id, minutes: 12 });
  await world.client.tasks.start({ id: report!.id });
  await world.client.tasks.defer({ id: call!.id, until: '2027-05-06' });
  await world.client.tasks.update({
    id: shed!.id,
    patch: { onHold: 'waiting', notes: 'ask the neighbour', energy: 'low' },
  });
  await world.client.tasks.update({ id: tax!.id, patch: { deadline: '2027-04-30' } });
  await world.client.habits.create({ title: 'Gym', timesPerWeek: 2, durationMin: 45 });
  return world;
}

/** One of each kind of term. */
const TERMS = [
  'p1, p2, p4, #Home, #Work, @phone, +Julia, today, tomorrow, this week, overdue, due this week, due before friday',
  'created today, done this week, under 30 min, over 1h, at least 10 min, low energy, open, done, waiting, someday',
  'dropped, running, blocked, repeating, habit, postponed, pinned, no project, no tags, no people, no deadline, no day',
  'no length, has notes, no energy, no dependencies, "report", "ask the n", "é"',
].flatMap((line) => line.split(', '));

const titles = async ({ client }: WritingWorld, filter: string): Promise<string[]> =>
  (await client.tasks.list({ filter, order: 'created' })).tasks.map(({ title }) => title);

describe('a filter', () => {
  it('lists open tasks that meet it, and those of a status that it speaks of', async () => {
    const world = await filled();
    const cases: Record<string, string[]> = {
      'p1 & !#Home': ['Write report'],
      '@phone': ['Call Julia'],
      '@phone & (open | done)': ['Pay rent', 'Call Julia'],
      waiting: ['Tidy "the shed"'],
      blocked: ['Read'],
      running: ['Write report'],
      postponed: ['Call Julia'],
      overdue: ['Tax'],
      'done today': ['Pay rent'],
      '"mull"': ['Café für Müller buchen'],
      'under 20 min & !repeating': ['Call Julia'],
      '+julia & over 1h': ['Write report'],
      '!habit & !p1 & no day & no deadline': ['Read', 'Café für Müller buchen'],
    };
    for (const [filter, expected] of Object.entries(cases))
      expect([filter, await titles(world, filter)]).toEqual([filter, expected]);
  });

  it('is the same question to the database and to one task', async () => {
    const world = await filled();
    const all = (await world.client.tasks.list({ status: 'any', limit: 100 })).tasks;
    const isOpen = (id: string): boolean => all.some((task) => task.id === id && task.status === 'open');
    const term = fc.constantFrom(...TERMS);
    const filter = fc.letrec<{ one: string }>((tie) => ({
      one: fc.oneof(
        { maxDepth: 4 },
        term,
        fc.tuple(tie('one'), tie('one')).map(([a, b]) => `(${a}) & (${b})`),
        fc.tuple(tie('one'), tie('one')).map(([a, b]) => `(${a} | ${b})`),
        tie('one').map((inner) => `!(${inner})`),
      ),
    })).one;
    await fc.assert(
      fc.asyncProperty(filter, async (text) => {
        const { condition, tasks: count } = await world.client.filters.read({ text });
        // "any" in front, so that no status is left out by itself.
        const whole = await world.client.tasks.list({ filter: `(${text}) & (any | habit)`, limit: 100 });
        const meeting = all.filter((task) => matches(task, condition!, { tz: 'Europe/Berlin', isOpen }));
        expect(whole.tasks.map(({ id }) => id).sort()).toEqual(meeting.map(({ id }) => id).sort());
        expect((await world.client.tasks.list({ filter: text, limit: 100 })).total).toBe(count);
        expect(conditionWords(condition!)).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });

  it('is refused with what is wrong, and nothing is kept of it', async () => {
    const { client } = aWritingWorld();
    const wrong = expect.objectContaining({
      code: 'invalidInput',
      message: 'Invalid input: filter: There is no filter “ovrdue”. Did you mean “overdue”?.',
    });
    await expect(client.tasks.list({ filter: 'ovrdue' })).rejects.toEqual(wrong);
    await expect(client.filters.create({ name: 'Late', query: 'ovrdue' })).rejects.toEqual(wrong);
    expect(await client.filters.list()).toEqual({ filters: [] });
    const { error, suggestions } = await client.filters.read({ text: 'p1 & (due tom' });
    expect([error?.from, error?.to, suggestions]).toEqual([5, 6, []]);
  });

  it('offers ways to go on with how much they find', async () => {
    const { client } = await filled();
    const { suggestions } = await client.filters.read({ text: 'p1 | @ph' });
    expect(suggestions.slice(0, 2)).toEqual([
      { label: '@phone', text: 'p1 | @phone', tasks: 2 },
      { label: '& @phone', text: '(p1 | @ph) & @phone', tasks: 1 },
    ]);
  });
});

describe('a list in groups', () => {
  it('puts the tasks of one group beside each other and tells how large each is', async () => {
    const world = await filled();
    const { tasks, groups, total } = await world.client.tasks.list({
      grouping: 'project',
      withoutSessions: true,
      order: 'length',
    });
    const { projects } = await world.client.projects.list();
    const idOf = (name: string): string => projects.find((project) => project.name === name)!.id;
    expect(tasks.map((task) => [task.project, task.title])).toEqual([
      ['Home', 'Water plants'],
      ['Work', 'Write report'],
      ['Work', 'Tax'],
      [null, 'Call Julia'],
      [null, 'Café für Müller buchen'],
      [null, 'Read'],
    ]);
    expect([total, groups]).toEqual([
      6,
      [
        { key: idOf('Home'), count: 1, minutes: 5 },
        { key: idOf('Work'), count: 2, minutes: 300 },
        { key: '', count: 3, minutes: 70 },
      ],
    ]);
    const byDay = await world.client.tasks.list({
      grouping: 'deadline',
      filter: 'has deadline & (open | done)',
    });
    expect(byDay.groups?.map(({ key, count }) => [key, count])).toEqual([
      ['overdue', 1],
      ['week', 1],
    ]);
  });
});

describe('a saved filter', () => {
  it('is listed with what it finds now, also when its project was renamed or is gone', async () => {
    const { client } = await filled();
    await client.filters.create({ name: 'Work', query: '#Work', sort: 'deadline', grouping: 'priority' });
    await client.filters.create({ name: 'Mine', query: 'p1' });
    expect((await client.filters.list()).filters).toMatchObject([
      { name: 'Work', query: '#Work', sort: 'deadline', grouping: 'priority', tasks: 2 },
      { name: 'Mine', query: 'p1', sort: 'smart', grouping: 'none', tasks: 1 },
    ]);
    const { projects } = await client.projects.list();
    await client.projects.update({ id: projects.find(({ name }) => name === 'Work')!.id, name: 'Office' });
    expect((await client.filters.list()).filters.map(({ tasks }) => tasks)).toEqual([null, 1]);
  });
});
