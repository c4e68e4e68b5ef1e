import { expect, it } from 'vitest';
import { say } from '../core/messages/index.ts';
import type { EventScope } from '../core/domain/calendar.ts';
import { aWritingWorld, dumpOf, type WritingWorld } from './write-path.fixture.ts';

/** Appointments that repeat, through the contract, on a real database. */

const MONDAY = '2027-05-03';

const aStandup = ({ client }: WritingWorld, rrule = 'FREQ=WEEKLY;BYDAY=MO,WE') =>
  client.events.create({ title: 'Standup', start: `${MONDAY}T09:30`, end: `${MONDAY}T09:45`, rrule });

async function weeks({ client }: WritingWorld, from = MONDAY, to = '2027-05-20'): Promise<string[]> {
  const { events } = await client.events.list({ from, to });
  return events.map(({ title, start, end }) => `${title} ${start.slice(5)}–${end.slice(11)}`);
}

async function at({ client }: WritingWorld, start: string) {
  const day = start.slice(0, 10);
  const { events } = await client.events.list({ from: day, to: `${day.slice(0, 8)}31` });
  return events.find((event) => event.start === start)!;
}

const changed = async (world: WritingWorld, start: string, scope: EventScope): Promise<void> => {
  const { id } = await at(world, '2027-05-10T09:30');
  const [day, time] = start.split('T') as [string, string];
  const end = `${day}T${time.slice(0, 3)}45`;
  await world.client.events.update({ id, patch: { title: 'Sync', start, end }, scope });
};

it('an event repeats on its clock, within the year and over the change of the clocks', async () => {
  const world = aWritingWorld();
  await aStandup(world);
  expect(await weeks(world)).toEqual([
    'Standup 05-03T09:30–09:45',
    'Standup 05-05T09:30–09:45',
    'Standup 05-10T09:30–09:45',
    'Standup 05-12T09:30–09:45',
    'Standup 05-17T09:30–09:45',
    'Standup 05-19T09:30–09:45',
  ]);
  expect(await weeks(world, '2027-11-01', '2027-11-02')).toEqual(['Standup 11-01T09:30–09:45']);
  const planned = world.db.events.between('2027-05-10', '2027-05-11');
  expect(planned).toMatchObject([{ blocks: true, start: '2027-05-10T09:30' }]);
});

it('one, it and the rest, or all of a series change; each is one step back', async () => {
  const world = aWritingWorld();
  await aStandup(world);
  const before = dumpOf(world);
  await changed(world, '2027-05-11T10:30', 'this');
  expect(await weeks(world)).toEqual([
    'Standup 05-03T09:30–09:45',
    'Standup 05-05T09:30–09:45',
    'Sync 05-11T10:30–10:45',
    'Standup 05-12T09:30–09:45',
    'Standup 05-17T09:30–09:45',
    'Standup 05-19T09:30–09:45',
  ]);
  expect(say((await world.client.tasks.undo()).message!)).toBe('Undid: changed the event “Standup”');
  expect(dumpOf(world)).toEqual(before);
  expect(await weeks(world)).toHaveLength(6);

  await changed(world, '2027-05-11T10:30', 'following');
  expect(await weeks(world)).toEqual([
    'Standup 05-03T09:30–09:45',
    'Standup 05-05T09:30–09:45',
    'Sync 05-11T10:30–10:45',
    'Sync 05-13T10:30–10:45',
    'Sync 05-18T10:30–10:45',
  ]);
  await world.client.tasks.undo();

  await changed(world, '2027-05-11T10:30', 'all');
  expect(await weeks(world)).toEqual([
    'Sync 05-04T10:30–10:45',
    'Sync 05-06T10:30–10:45',
    'Sync 05-11T10:30–10:45',
    'Sync 05-13T10:30–10:45',
    'Sync 05-18T10:30–10:45',
  ]);
});

it('a count is shared out where a series is cut, and exceptions stay out', async () => {
  const world = aWritingWorld();
  await aStandup(world, 'FREQ=DAILY;COUNT=6');
  const remove = async (start: string, scope: EventScope): Promise<unknown> =>
    world.client.events.remove({ id: (await at(world, start)).id, scope });
  await remove('2027-05-04T09:30', 'this');
  await world.client.events.update({
    id: (await at(world, '2027-05-06T09:30')).id,
    patch: { title: 'Late' },
    scope: 'following',
  });
  expect(await weeks(world)).toEqual([
    'Standup 05-03T09:30–09:45',
    'Standup 05-05T09:30–09:45',
    'Late 05-06T09:30–09:45',
    'Late 05-07T09:30–09:45',
    'Late 05-08T09:30–09:45',
  ]);
  await remove('2027-05-07T09:30', 'following');
  await remove('2027-05-05T09:30', 'all');
  expect(await weeks(world)).toEqual(['Late 05-06T09:30–09:45']);
});

it('a rule that no appointment can live by is refused, and nothing is changed', async () => {
  const world = aWritingWorld();
  for (const rrule of ['FREQ=SECONDLY', 'every week', 'FREQ=DAILY;BYHOUR=1', 'FREQ=WEEKLY;BYDAY=XX'])
    await expect(aStandup(world, rrule)).rejects.toMatchObject({ code: 'invalidInput' });
  await aStandup(world);
  const { id } = await at(world, '2027-05-10T09:30');
  const patch = { rrule: 'FREQ=DAILY' };
  await expect(world.client.events.update({ id, patch })).rejects.toMatchObject({ code: 'invalidInput' });
  expect(await weeks(world)).toHaveLength(6);
  await world.client.events.update({ id, patch: { rrule: null }, scope: 'all' });
  expect(await weeks(world)).toEqual(['Standup 05-03T09:30–09:45']);
});

it('an exported series is read again as it is, by another calendar program as by Daymark', async () => {
  const world = aWritingWorld();
  await aStandup(world);
  await world.client.events.remove({ id: (await at(world, '2027-05-10T09:30')).id });
  let ics = '';
  for await (const { text } of await world.client.exports.make({ format: 'ics' })) ics += text;
  expect(ics).toContain('DTSTART;TZID=Europe/Berlin:20270503T093000\r\n');
  expect(ics).toContain('RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\nEXDATE;TZID=Europe/Berlin:20270510T093000\r\n');
});
