import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeFolder, temporaryFolder } from './testing.ts';
import type { WritingWorld } from './write-path.fixture.ts';

/** What has to be there before a call that changes data, and how such calls are driven. */

export type Run = (world: WritingWorld) => Promise<unknown>;

export const add = (world: WritingWorld, text: string) => world.client.tasks.create({ text });
export const firstTask = async ({ client }: WritingWorld) =>
  (await client.tasks.list({ status: 'any' })).tasks[0]!.id;
export const firstHabit = async ({ client }: WritingWorld) => (await client.habits.list()).habits[0]!.id;
export const gym = ({ client }: WritingWorld) =>
  client.habits.create({
    title: 'Gym',
    timesPerWeek: 3,
    durationMin: 45,
    project: 'Health',
    tags: ['sport'],
  });
export const event = ({ client }: WritingWorld) =>
  client.events.create({ title: 'Lunch', start: '2027-05-04T12:00', end: '2027-05-04T13:00' });
export const aTask: Run = (world) => add(world, 'Call dentist tomorrow 30m #Health @phone');
export const onTask =
  (run: (world: WritingWorld, id: Awaited<ReturnType<typeof firstTask>>) => unknown): Run =>
  async (world) =>
    run(world, await firstTask(world));
export const onHabit =
  (run: (world: WritingWorld, id: Awaited<ReturnType<typeof firstHabit>>) => unknown): Run =>
  async (world) =>
    run(world, await firstHabit(world));
export const tracked: Run = async (world) => {
  const { id } = (await aTask(world)) as { id: Awaited<ReturnType<typeof firstTask>> };
  await world.client.tasks.track({ id, from: '2027-05-03T07:00', to: '2027-05-03T07:25' });
  await world.client.tasks.finish({ id });
};
export const deleted: Run = async (world) => {
  await tracked(world);
  await world.client.tasks.delete({ ids: [await firstTask(world)] });
};
export const someProjects: Run = async (world) => {
  for (const name of ['Atlas', 'Garden', 'Home', 'Work']) await world.client.projects.create({ name });
};
export const someSections: Run = async (world) => {
  await aTask(world);
  const [project] = (await world.client.projects.list()).projects;
  for (const name of ['Doctors', 'Food']) await world.client.projects.addSection({ id: project!.id, name });
  await add(world, 'Cook lentils #Health/Food');
  await add(world, 'Tidy up');
};
export const aReminder: Run = async (world) => {
  await aTask(world);
  await world.client.tasks.update({
    id: await firstTask(world),
    patch: { reminders: ['2027-05-03T07:55', 30] },
  });
};
export const aFilter: Run = ({ client }) =>
  client.filters.create({ name: 'Soon', query: 'p1 & due this week', sort: 'deadline' });
export const postponedTwice: Run = async (world) => {
  await aTask(world);
  for (const until of ['2027-05-09', '2027-05-12'])
    await world.client.tasks.defer({ id: await firstTask(world), until });
};
export const aRule: Run = async ({ db }) =>
  db.vocabulary.put({
    id: 'rule',
    phrase: 'standup',
    effect: { project: 'Work' },
    support: 3,
    contradictions: 0,
    confidence: 0.9,
    lastUsedAt: null,
    paused: false,
    examples: [],
  });

export const calendarText = (title: string, start = '20270504T100000Z'): string =>
  `BEGIN:VCALENDAR\nX-WR-CALNAME:Team\nBEGIN:VEVENT\nUID:1\nSUMMARY:${title}\nDTSTART:${start}\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n`;
export const aCalendar: Run = async ({ client }) => {
  const folder = temporaryFolder();
  onTestFinished(() => removeFolder(folder));
  const location = join(folder, 'team.ics');
  writeFileSync(location, calendarText('Call'));
  await client.calendars.add({ location });
};
