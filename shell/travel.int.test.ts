import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from './profile-types.ts';
import { openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/** The machine travels: plan, pins, appointments and "today" read on the clock of where one is. */

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

let folder: string;
let profile: Profile;
let zone: string;
beforeEach(async () => {
  folder = temporaryFolder();
  zone = BERLIN;
  // Monday, 3 May 2027: eight in the morning in Berlin, two in New York.
  profile = await openTestProfile(folder, {
    clock: () => Date.parse('2027-05-03T06:00:00Z'),
    zone: () => zone,
  });
  await profile.whenMlReady(30_000);
});
afterEach(async () => {
  await profile.close();
  removeFolder(folder);
});

describe('a machine that travels', () => {
  it('shows and plans everything on the clock of where it is', async () => {
    const { client } = profile;
    const visit = await client.events.create({
      title: 'Visit',
      start: '2027-05-03T16:00',
      end: '2027-05-03T17:00',
    });
    const task = await typed(profile, 'Call the office 30m');
    await client.tasks.pin({ id: task.id, start: '2027-05-03T17:15' });
    expect(await profile.settle(60_000)).toBe(true);
    const [before] = (await client.planning.current()).blocks;
    expect(before?.start).toBe('2027-05-03T17:15');

    zone = NEW_YORK;
    expect((await client.app.status()).tz).toBe(NEW_YORK);
    const { events } = await client.events.list({ from: '2027-05-03', to: '2027-05-04' });
    expect(events).toMatchObject([{ start: '2027-05-03T10:00', end: '2027-05-03T11:00', tz: NEW_YORK }]);
    // The plan of before reads right at once, and so does the new one.
    expect((await client.planning.current()).blocks[0]?.start).toBe('2027-05-03T11:15');
    expect((await client.planning.replan({})).blocks[0]?.start).toBe('2027-05-03T11:15');

    const moved = await client.events.update({ id: visit.id, patch: { end: '2027-05-03T11:30' } });
    expect(moved).toMatchObject({ start: '2027-05-03T10:00', end: '2027-05-03T11:30', tz: NEW_YORK });
    zone = BERLIN;
    const back = await client.events.list({ from: '2027-05-03', to: '2027-05-04' });
    expect(back.events).toMatchObject([{ start: '2027-05-03T16:00', end: '2027-05-03T17:30' }]);
  });

  it('finds an appointment on the day it falls on here, and leaves whole days where they are', async () => {
    const { client } = profile;
    await client.events.create({ title: 'Late call', start: '2027-05-04T01:00', end: '2027-05-04T02:00' });
    await client.events.create({
      title: 'Holiday',
      start: '2027-05-04T00:00',
      end: '2027-05-05T00:00',
      allDay: true,
    });
    const titlesOn = async (from: string, to: string): Promise<string[]> =>
      (await client.events.list({ from, to })).events.map(({ title }) => title).toSorted();
    expect(await titlesOn('2027-05-03', '2027-05-04')).toEqual([]);
    expect(await titlesOn('2027-05-04', '2027-05-05')).toEqual(['Holiday', 'Late call']);
    zone = NEW_YORK;
    expect(await titlesOn('2027-05-03', '2027-05-04')).toEqual(['Late call']);
    expect(await titlesOn('2027-05-04', '2027-05-05')).toEqual(['Holiday']);
  });

  it('stays at home while a zone is set by hand', async () => {
    const { client } = profile;
    await client.preferences.update({ zone: BERLIN });
    zone = NEW_YORK;
    expect((await client.app.status()).tz).toBe(BERLIN);
    await typed(profile, 'Write the offer 30m');
    const { blocks } = await client.planning.replan({});
    expect(blocks[0]?.start).toBe('2027-05-03T09:00');
  });
});
