import { writeFileSync } from 'node:fs';
import {
  add,
  firstTask,
  gym,
  event,
  aTask,
  onTask,
  onHabit,
  tracked,
  deleted,
  someProjects,
  someSections,
  aReminder,
  aFilter,
  postponedTwice,
  aRule,
  calendarText,
  aCalendar,
  type Run,
} from './write-path-starts.fixture.ts';

/** How each call of the contract that changes data is driven. */

export interface Sweep {
  /** What has to be there first. */
  before?: Run;
  run: Run;
  /** Why it is no step of the history. */
  kept?: string;
}

export const swept: Record<string, Sweep> = {
  'tasks.create': { run: (world) => add(world, 'Water plants every Monday @home @garden #Garden 20m p2') },
  'tasks.createMany': {
    run: ({ client }) =>
      client.tasks.createMany({ lines: ['One #A @x', 'Two after "One"', 'Gym 3 times a week'] }),
  },
  'tasks.addList': {
    run: async ({ client }) => {
      const text =
        '- One #A @x\n  - [x] part\n- [x] Two after "One"\n- Gym 3 times a week\n- Bins every Monday';
      for await (const _ of await client.tasks.addList({ text })) continue;
    },
  },
  'calendars.add': { run: aCalendar },
  'calendars.update': {
    before: aCalendar,
    run: async ({ client }) => {
      const { id } = (await client.calendars.list()).calendars[0]!;
      await client.calendars.update({ id, name: 'Club', colour: 3, busy: false });
    },
  },
  'calendars.remove': {
    before: aCalendar,
    run: async ({ client }) => {
      await client.calendars.remove({ id: (await client.calendars.list()).calendars[0]!.id });
    },
  },
  'calendars.refresh': {
    before: aCalendar,
    run: async ({ client }) => {
      const { location } = (await client.calendars.list()).calendars[0]!;
      writeFileSync(location, calendarText('Moved'));
      await client.calendars.refresh();
    },
    kept: 'follows from a file of others',
  },
  'imports.run': {
    before: aTask,
    run: async ({ client }) => {
      const text = `# Garden\n- [ ] Water ⏫ 📅 2027-05-09 🆔 a\n- [x] Mow #out ✅ 2027-05-01\n- [ ] Harvest ⛔ a 🔁 every week`;
      const { upload } = await client.imports.begin({ name: 'garden.md' });
      await client.imports.append({ upload, text });
      for await (const _ of await client.imports.run({ upload })) continue;
    },
  },
  'tasks.update': {
    before: aTask,
    run: onTask(({ client }, id) =>
      client.tasks.update({
        id,
        patch: {
          title: 'Call the dentist',
          project: 'Body',
          tags: ['a', 'b'],
          people: ['Ada'],
          rrule: 'FREQ=DAILY',
          onHold: 'waiting',
        },
      }),
    ),
  },
  'tasks.changeTogether': {
    before: async (world) => {
      await aTask(world);
      await add(world, 'Water plants every Monday 20m @garden');
      await add(world, 'Tidy up');
    },
    run: async ({ client }) => {
      const { tasks } = await client.tasks.list({});
      const ids = tasks.map(({ id }) => id);
      const patch = { project: 'House', priority: 2, date: '2027-05-06' } as const;
      await client.tasks.changeTogether({
        ids,
        action: { kind: 'edit', patch, addTags: ['soon'], removeTags: ['garden'] },
      });
    },
  },
  'tasks.start': {
    before: async (world) => {
      await add(world, 'Other');
      await world.client.tasks.start({ id: await firstTask(world) });
      world.now = '2027-05-03T08:20';
      await aTask(world);
    },
    run: async ({ client }) => {
      const { tasks } = await client.tasks.list({});
      await client.tasks.start({ id: tasks.find((task) => task.runningSince === null)!.id });
    },
  },
  'tasks.pause': {
    before: async (world) => {
      await aTask(world);
      await world.client.tasks.start({ id: await firstTask(world) });
      world.now = '2027-05-03T08:20';
    },
    run: onTask(({ client }, id) => client.tasks.pause({ id })),
  },
  'tasks.finish': {
    before: async (world) => {
      await add(world, 'Water plants every Monday 20m');
      await world.client.tasks.start({ id: await firstTask(world) });
      world.now = '2027-05-03T08:20';
    },
    run: onTask(({ client }, id) => client.tasks.finish({ id })),
  },
  'tasks.track': {
    before: async (world) => {
      await aTask(world);
      await world.client.tasks.finish({ id: await firstTask(world), minutes: 20 });
    },
    run: onTask(({ client }, id) =>
      client.tasks.track({ id, from: '2027-05-03T07:00', to: '2027-05-03T07:25' }),
    ),
  },
  'tasks.changeStretch': {
    before: tracked,
    run: onTask(async ({ client }, id) => {
      const [stretch] = (await client.tasks.stretches({ id })).stretches;
      await client.tasks.changeStretch({
        stretchId: stretch!.id,
        from: '2027-05-03T07:05',
        to: '2027-05-03T07:20',
      });
    }),
  },
  'tasks.answerTimerGap': {
    before: async (world) => {
      await aTask(world);
      await world.client.tasks.start({ id: await firstTask(world) });
      world.services.timerGaps.tick();
      world.now = '2027-05-03T09:20';
      world.services.timerGaps.tick();
    },
    run: async ({ client }) => {
      const { gap } = await client.tasks.timerGap();
      await client.tasks.answerTimerGap({ stretchId: gap!.stretchId, answer: { kind: 'break' } });
    },
  },
  'tasks.removeStretch': {
    before: tracked,
    run: onTask(async ({ client }, id) => {
      const [stretch] = (await client.tasks.stretches({ id })).stretches;
      await client.tasks.removeStretch({ stretchId: stretch!.id });
    }),
  },
  'tasks.delete': {
    before: tracked,
    run: onTask(({ client }, id) => client.tasks.delete({ ids: [id] })),
  },
  'tasks.restore': {
    before: deleted,
    run: async ({ client }) => {
      await client.tasks.restore({ id: (await client.tasks.trash()).tasks[0]!.id });
    },
  },
  'tasks.emptyTrash': { before: deleted, run: ({ client }) => client.tasks.emptyTrash() },
  'tasks.reopen': {
    before: async (world) => {
      await add(world, 'Water plants every Monday 20m');
      await world.client.tasks.finish({ id: await firstTask(world), minutes: 12 });
    },
    run: async ({ client }) => {
      const { tasks } = await client.tasks.list({ status: 'done' });
      await client.tasks.reopen({ id: tasks[0]!.id });
    },
  },
  'tasks.defer': {
    before: aTask,
    run: onTask(({ client }, id) => client.tasks.defer({ id, until: '2027-05-09' })),
  },
  'intents.apply': {
    before: async (world) => {
      await add(world, 'Water plants tomorrow 9am-10am 20m #Home');
      await add(world, 'Bins every Monday #Home');
    },
    run: async ({ client }) => {
      const text = 'push all #Home to Saturday';
      const { preview } = await client.intents.preview({ text });
      await client.intents.apply({ text, version: preview!.version! });
    },
  },
  'tasks.drop': {
    before: async (world) => {
      await aTask(world);
      await world.client.tasks.start({ id: await firstTask(world) });
    },
    run: onTask(({ client }, id) => client.tasks.drop({ id })),
  },
  'tasks.skip': {
    before: (world) => add(world, 'Water plants every Monday 20m #Home'),
    run: onTask(({ client }, id) => client.tasks.skip({ id })),
  },
  'tasks.endRepeating': {
    before: (world) => add(world, 'Water plants every Monday 20m'),
    run: onTask(({ client }, id) => client.tasks.endRepeating({ id })),
  },
  'tasks.pin': {
    before: aTask,
    run: onTask(({ client }, id) => client.tasks.pin({ id, start: '2027-05-04T10:00' })),
  },
  'habits.create': {
    before: (world) => add(world, 'Stretch tomorrow 7am #Health'),
    run: onTask(({ client }, fromTask) =>
      client.habits.create({ title: 'Stretch', timesPerWeek: 2, fromTask }),
    ),
  },
  'habits.update': {
    before: gym,
    run: onHabit(({ client }, id) =>
      client.habits.update({
        id,
        patch: { title: 'Swim', timesPerWeek: 5, project: 'Water', tags: ['wet'] },
      }),
    ),
  },
  'habits.pause': { before: gym, run: onHabit(({ client }, id) => client.habits.pause({ id })) },
  'habits.resume': {
    before: async (world) => world.client.habits.pause({ id: (await gym(world)).id }),
    run: onHabit(({ client }, id) => client.habits.resume({ id })),
  },
  'habits.end': { before: gym, run: onHabit(({ client }, id) => client.habits.end({ id })) },
  'habits.checkIn': {
    before: gym,
    run: onHabit(({ client }, id) => client.habits.checkIn({ id, minutes: 30 })),
  },
  'projects.create': { run: ({ client }) => client.projects.create({ name: 'Work' }) },
  'projects.update': {
    before: aTask,
    run: async ({ client }) => {
      const { projects } = await client.projects.list();
      await client.projects.update({
        id: projects[0]!.id,
        name: 'Body',
        colour: 7,
        icon: 'heart',
        archived: true,
      });
    },
  },
  'projects.arrange': {
    before: someProjects,
    run: async ({ client }) => {
      const { projects } = await client.projects.list();
      await client.projects.arrange({ id: projects.at(-1)!.id, before: projects[1]!.id });
    },
  },
  'projects.addSection': {
    before: aTask,
    run: async ({ client }) => {
      const [project] = (await client.projects.list()).projects;
      await client.projects.addSection({ id: project!.id, name: 'Check-ups' });
    },
  },
  'projects.updateSection': {
    before: someSections,
    run: async ({ client }) => {
      const [first, second] = (await client.projects.list()).projects[0]!.sections;
      await client.projects.updateSection({ id: second!.id, name: 'Later', before: first!.id });
    },
  },
  'projects.removeSection': {
    before: someSections,
    run: async ({ client }) => {
      await client.projects.removeSection({
        id: (await client.projects.list()).projects[0]!.sections[0]!.id,
      });
    },
  },
  'tasks.arrange': {
    before: someSections,
    run: async ({ client }) => {
      const [project] = (await client.projects.list()).projects;
      const { tasks } = await client.tasks.list({ order: 'manual' });
      await client.tasks.arrange({
        ids: tasks.slice(1).map(({ id }) => id),
        before: tasks[0]!.id,
        projectId: project!.id,
        sectionId: project!.sections[1]!.id,
      });
    },
  },
  'filters.create': { run: aFilter },
  'filters.update': {
    before: aFilter,
    run: async ({ client, db }) => {
      const { id } = db.savedFilters.list()[0]!;
      await client.filters.update({
        id,
        patch: { name: 'Urgent', query: 'p1 | overdue', grouping: 'priority' },
      });
    },
  },
  'filters.remove': {
    before: aFilter,
    run: async ({ client, db }) => {
      await client.filters.remove({ id: db.savedFilters.list()[0]!.id });
    },
  },
  'events.create': { run: event },
  'events.update': {
    before: event,
    run: async ({ client }) => {
      const { events } = await client.events.list({ from: '2027-05-04', to: '2027-05-05' });
      await client.events.update({
        id: events[0]!.id,
        patch: { title: 'Long lunch', end: '2027-05-04T14:00' },
      });
    },
  },
  'events.remove': {
    before: event,
    run: async ({ client }) => {
      const { events } = await client.events.list({ from: '2027-05-04', to: '2027-05-05' });
      await client.events.remove({ id: events[0]!.id });
    },
  },
  'planning.acceptPromise': {
    before: aTask,
    run: onTask(({ client }, taskId) =>
      client.planning.acceptPromise({ taskId, day: '2027-05-06', chance: 0.8 }),
    ),
  },
  'planning.moveFocus': {
    run: ({ client }) =>
      client.planning.moveFocus({ from: null, to: { start: '2027-05-04T09:00', end: '2027-05-04T11:00' } }),
  },
  'reminders.snooze': {
    before: aReminder,
    run: async ({ client }) => {
      const { id } = (await client.reminders.list()).due[0]!;
      await client.reminders.snooze({ id, minutes: 10 });
    },
    kept: 'taking it back would show again what was seen',
  },
  'reminders.dismiss': {
    before: aReminder,
    run: async ({ client }) => {
      const { due } = await client.reminders.list();
      await client.reminders.dismiss({ ids: due.map(({ id }) => id) });
    },
    kept: 'taking it back would show again what was seen',
  },
  'preferences.update': {
    before: ({ client }) => client.preferences.update({ theme: 'dark' }),
    run: ({ client }) => client.preferences.update({ theme: 'light', horizonDays: 7 }),
  },
  'app.finishFirstRun': {
    run: ({ client }) => client.app.finishFirstRun({ estimateHabit: 'under' }),
    kept: 'taking it back would ask everything again',
  },
  'vocabulary.update': {
    before: aRule,
    run: ({ client }) => client.vocabulary.update({ id: 'rule', paused: true }),
  },
  'vocabulary.remove': { before: aRule, run: ({ client }) => client.vocabulary.remove({ id: 'rule' }) },
  'recommendations.take': {
    before: postponedTwice,
    run: onTask(({ client }, id) => client.recommendations.take({ id, kind: 'firstStep' })),
  },
  'recommendations.dismiss': {
    before: postponedTwice,
    run: onTask(({ client }, id) => client.recommendations.dismiss({ id, kind: 'firstStep' })),
    kept: 'an answer to an offer',
  },
  'learning.answer': {
    before: aTask,
    run: onTask(({ client }, id) => client.learning.answer({ id: `duration:${id}`, minutes: 25 })),
  },
};
