import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailboxKind } from '../core/domain/sync.ts';
import { startPostgres, type PostgresServer } from './postgres.fixture.ts';
import { devicesAt, meet, PASSPHRASE, placeOf, type TwoDevices } from './sync.fixture.ts';
import { add, firstTask } from './write-path-starts.fixture.ts';
import { aWritingWorld, dumpOf } from './write-path.fixture.ts';

/** Sync through the contract: real profiles, a real folder, a real Postgres. */

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const aPlace = (kind: MailboxKind): Promise<string> => placeOf(kind, server);
const twoDevices = (kind: MailboxKind): Promise<TwoDevices> => devicesAt(kind, server);

describe.each(['folder', 'postgres'] as const)('sync through a %s', (kind) => {
  it('brings two devices together, from before it was set up and after', async () => {
    const { here, there } = await twoDevices(kind);
    await add(here, 'Call dentist tomorrow 30m #Health @phone');
    await add(there, 'Water plants every Monday 20m');
    expect(await meet(here)).toMatchObject({ pulled: 0, conflicts: [] });
    expect((await meet(there)).pulled).toBeGreaterThan(0);
    expect((await meet(here)).merged).toBeGreaterThan(0);
    expect(dumpOf(here)).toEqual(dumpOf(there));
    expect(await meet(here)).toMatchObject({ pushed: 0, pulled: 0, merged: 0 });

    await there.client.tasks.finish({ id: await firstTask(there) });
    const dentist = (await here.client.tasks.list({ status: 'any' })).tasks.find(
      ({ tags }) => tags.length > 0,
    );
    await here.client.tasks.update({
      id: dentist!.id,
      patch: { tags: ['phone', 'soon'], notes: 'Ask for Friday' },
    });
    for (const world of [here, there, here]) await meet(world);
    expect(dumpOf(here)).toEqual(dumpOf(there));
    // What the other device did is no step of this one's history.
    const { undo } = await here.client.tasks.history();
    expect(undo?.params).toMatchObject({ intent: 'tasks.update' });

    const { devices, state, place: shown } = await here.client.sync.status();
    expect(state).toBe('idle');
    expect(shown).not.toContain('only-for-tests');
    expect(devices.map(({ name, own }) => [name, own])).toEqual([
      ['Desk', true],
      ['Laptop', false],
    ]);
  });

  it('says what is wrong, and changes nothing', async () => {
    const { here, place } = await twoDevices(kind);
    await add(here, 'Call dentist');
    await meet(here);
    const third = aWritingWorld('2027-05-03T08:00', 3);
    const before = dumpOf(third);
    const join = (rest: object) => third.client.sync.setUp({ kind, place, passphrase: PASSPHRASE, ...rest });
    await expect(join({ passphrase: 'wrong passphrase' })).rejects.toMatchObject({ code: 'wrongPassphrase' });
    await expect(join({ place: await aPlace(kind) })).rejects.toMatchObject({ code: 'notFound' });
    const nowhere = kind === 'folder' ? '/nonexistent/place' : 'postgres://nobody:x@localhost:1/none';
    await expect(join({ place: nowhere })).rejects.toMatchObject({ code: 'unreachable' });
    const nonsense = kind === 'folder' ? 'relative/path' : 'https://example.org';
    await expect(join({ place: nonsense })).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(
      join({ place: await aPlace(kind), passphrase: 'short', create: true }),
    ).rejects.toMatchObject({
      code: 'invalidInput',
    });
    await expect(meet(third)).rejects.toMatchObject({ code: 'unsupported' });
    expect((await third.client.sync.status()).state).toBe('off');
    expect(dumpOf(third)).toEqual(before);
  });

  it('goes on under a new passphrase, which the other device asks for once', async () => {
    const { here, there, place } = await twoDevices(kind);
    await meet(here);
    await meet(there);
    const { recoveryCode } = await here.client.sync.changePassphrase({
      present: PASSPHRASE,
      passphrase: 'another one entirely',
    });
    await add(here, 'Sealed anew');
    await meet(here);
    await expect(meet(there)).rejects.toMatchObject({ code: 'wrongPassphrase' });
    expect(await there.client.sync.status()).toMatchObject({
      state: 'waiting',
      error: { code: 'wrongPassphrase' },
    });
    await there.client.sync.setUp({ kind, place, passphrase: recoveryCode });
    await meet(there);
    expect(dumpOf(there)).toEqual(dumpOf(here));
  });

  it('goes on after it was turned off and on again', async () => {
    const { here, there, place } = await twoDevices(kind);
    await add(here, 'Before');
    await meet(here);
    await meet(there);
    await here.client.sync.turnOff();
    await add(here, 'Meanwhile here');
    await add(there, 'Meanwhile there');
    await meet(there);
    await here.client.sync.setUp({ kind, place, passphrase: PASSPHRASE });
    for (const world of [here, there, here]) await meet(world);
    const titles = (await there.client.tasks.list({})).tasks.map(({ title }) => title).toSorted();
    expect(titles).toEqual(['Before', 'Meanwhile here', 'Meanwhile there']);
    expect(dumpOf(here)).toEqual(dumpOf(there));
  });

  it('takes a device out', async () => {
    const { here, there } = await twoDevices(kind);
    await meet(there);
    await meet(here);
    const { devices } = await here.client.sync.status();
    await here.client.sync.removeDevice({ id: devices.find(({ own }) => !own)!.id });
    await add(there, 'Still mine');
    await expect(meet(there)).rejects.toMatchObject({ code: 'unsupported' });
    expect((await there.client.sync.status()).state).toBe('removed');
    expect((await there.client.tasks.list({})).tasks).toHaveLength(1);
  });
});

it('keeps titles, tags, names and keys from anyone who looks into the database', async () => {
  const { here, there, place } = await twoDevices('postgres');
  await add(here, 'Zahnarzt anrufen tomorrow #Gesundheit @telefonat +Friederike');
  await here.client.tasks.update({ id: await firstTask(here), patch: { notes: 'Versichertenkarte' } });
  await meet(here);
  await meet(there);
  const tables = await server.admin(
    place,
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'daymark_sync'",
  );
  let seen = '';
  for (const { table_name: table } of tables) {
    const rows = await server.admin(place, `SELECT * FROM daymark_sync.${String(table)}`);
    for (const row of rows)
      for (const value of Object.values(row))
        seen += value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value);
  }
  expect(seen.length).toBeGreaterThan(1_000);
  for (const secret of [
    'Zahnarzt',
    'Gesundheit',
    'telefonat',
    'Friederike',
    'Versichert',
    'Desk',
    'Laptop',
    PASSPHRASE,
  ])
    expect(seen.toLowerCase()).not.toContain(secret.toLowerCase());
});

it('keeps people who share a server apart', async () => {
  const { here, place } = await twoDevices('postgres');
  await add(here, 'Call dentist');
  await meet(here);
  const other = `other_${randomBytes(4).toString('hex')}`;
  await server.admin(place, `CREATE ROLE ${other} LOGIN PASSWORD 'only-for-tests'`);
  await server.admin(
    place,
    `GRANT USAGE ON SCHEMA daymark_sync TO ${other};
    GRANT SELECT ON daymark_sync.mailbox TO ${other};
    GRANT SELECT, INSERT, UPDATE, DELETE ON daymark_sync.keys, daymark_sync.batches, daymark_sync.snapshots, daymark_sync.devices TO ${other}`,
  );
  const theirs = aWritingWorld('2027-05-03T08:00', 3);
  const url = new URL(place);
  url.username = other;
  await theirs.client.sync.setUp({
    kind: 'postgres',
    place: url.href,
    passphrase: 'a passphrase of their own',
    create: true,
  });
  await add(theirs, 'Buy milk');
  await meet(theirs);
  await meet(here);
  expect((await here.client.tasks.list({})).tasks.map(({ title }) => title)).toEqual(['Call dentist']);
  expect((await theirs.client.tasks.list({})).tasks.map(({ title }) => title)).toEqual(['Buy milk']);
});

it('refuses a damaged piece, and hears the others all the same', async () => {
  const { here, there, place } = await twoDevices('folder');
  const third = aWritingWorld('2027-05-03T08:00', 3);
  await third.client.sync.setUp({ kind: 'folder', place, passphrase: PASSPHRASE });
  await add(here, 'From the desk');
  await add(third, 'From the phone');
  await meet(here);
  await meet(third);
  const device = (await here.client.sync.status()).devices.find(({ own }) => own);
  const box = join(place, 'daymark-sync', 'batches', device!.id);
  const file = join(box, readdirSync(box).toSorted().at(-1)!);
  const good = readFileSync(file);
  writeFileSync(file, Buffer.from(good.map((byte, index) => (index === good.length - 3 ? byte ^ 1 : byte))));
  await expect(meet(there)).rejects.toMatchObject({ code: 'invalidInput' });
  expect((await there.client.tasks.list({})).tasks.map(({ title }) => title)).toEqual(['From the phone']);
  writeFileSync(file, good);
  await meet(there);
  expect((await there.client.tasks.list({})).tasks).toHaveLength(2);
});

it('tells a profile that was put back from a copy from the one that went on', async () => {
  const { here, there } = await twoDevices('folder');
  await add(here, 'Before the copy');
  await meet(here);
  // The copy: everything that this device has stored by now, but not what it goes on to do.
  const kept = here.db.sync;
  const number = kept.state<number>('number');
  await add(here, 'After the copy');
  await meet(here);
  kept.setState('number', number);
  await add(here, 'In the copy');
  await meet(here);
  await meet(there);
  await meet(here);
  expect(dumpOf(there)).toEqual(dumpOf(here));
  const titles = (await there.client.tasks.list({})).tasks.map(({ title }) => title).toSorted();
  expect(titles).toEqual(['After the copy', 'Before the copy', 'In the copy']);
});
