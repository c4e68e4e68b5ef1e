import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from './profile-types.ts';
import { keyFileLine, openTestProfile, removeFolder, silentMl, temporaryFolder } from './testing.ts';

/** A profile whose files were damaged: what every shell is told, and the ways back over the contract. */

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

const open = (options = {}): Promise<Profile> => openTestProfile(folder, { spawnMl: silentMl, ...options });
const path = (): string => join(folder, 'daymark.db');
const titles = async (profile: Profile): Promise<string[]> =>
  (await profile.client.tasks.list({})).tasks.map((task) => task.title);

/** A closed profile with a backup of one task and another task after it; answers the backup's name. */
async function closedProfile(passphrase?: string): Promise<string> {
  const profile = await open();
  await profile.client.tasks.create({ text: 'In the backup' });
  const { name } = await profile.client.backups.create();
  await profile.client.tasks.create({ text: 'After the backup' });
  if (passphrase) {
    const present = keyFileLine(folder);
    await profile.client.vault.setPassphrase({ passphrase, removeKeyFile: true, present });
  }
  await profile.close();
  return name;
}

describe('a damaged profile', () => {
  it('says so, refuses all work, shows its backups and goes back to one, keeping the old file', async () => {
    const name = await closedProfile();
    writeFileSync(path(), 'rubbish');
    const profile = await open();
    expect(profile.state).toBe('damaged');
    const { client } = profile;
    expect(await client.vault.status()).toMatchObject({ state: 'damaged', slots: ['keyfile'] });
    expect(await client.recovery.status()).toEqual({
      problem: { code: 'databaseForeign', params: { path: path() } },
      hasKey: true,
    });
    for (const refused of [
      client.tasks.list({}),
      client.tasks.create({ text: 'x' }),
      client.backups.create(),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'databaseForeign' });
    await expect(client.recovery.keepCurrent()).rejects.toMatchObject({ code: 'databaseForeign' });
    await expect(client.vault.setPassphrase({ passphrase: 'long enough' })).rejects.toMatchObject({
      code: 'locked',
    });
    expect((await client.backups.list()).backups).toMatchObject([{ name, tasks: { open: 1, total: 1 } }]);

    await expect(client.backups.restore({ name: 'x' })).rejects.toMatchObject({ code: 'backupUnusable' });
    expect(profile.state).toBe('damaged');
    const { restored, aside } = await client.backups.restore({ name: null });
    expect(restored).toBe(name);
    expect(readFileSync(join(aside ?? '', 'daymark.db'), 'utf8')).toBe('rubbish');
    expect(profile.state).toBe('open');
    expect(await titles(profile)).toEqual(['In the backup']);
    expect((await client.recovery.status()).problem).toBeNull();
    await profile.close();
  });

  it('is locked first when it has a passphrase, and asks again for nothing after it', async () => {
    const name = await closedProfile('correct horse');
    rmSync(path());
    const profile = await open();
    const { client } = profile;
    expect(profile.state).toBe('locked');
    for (const refused of [client.backups.list(), client.recovery.status(), client.recovery.startAnew()])
      await expect(refused).rejects.toMatchObject({ code: 'locked' });
    expect(await client.vault.unlock({ secret: 'correct horse' })).toEqual({ state: 'damaged' });
    expect((await client.recovery.status()).problem?.code).toBe('databaseMissing');
    expect((await client.backups.restore({ name })).aside).toBeNull();
    expect(await titles(profile)).toEqual(['In the backup']);
    await profile.close();
  });

  it('starts over with the same keys and the backups still there', async () => {
    const name = await closedProfile();
    rmSync(path());
    // The first to open it is told, and so is the next.
    for (const shell of ['cli', 'browser'] as const) {
      const told = await open({ shell });
      expect(told.closedBecause).toMatchObject({ code: 'databaseMissing' });
      await told.close();
    }
    const profile = await open();
    await profile.client.recovery.startAnew();
    expect(profile.state).toBe('open');
    expect(await titles(profile)).toEqual([]);
    await expect(profile.client.recovery.startAnew()).rejects.toMatchObject({ code: 'unsupported' });
    await profile.client.tasks.create({ text: 'New' });
    await profile.client.backups.restore({ name });
    expect(await titles(profile)).toEqual(['In the backup']);
    await profile.close();
  });

  it.each(['keys.json', 'profile.key'])(
    'without %s starts over with other keys and keeps all',
    async (lost) => {
      await closedProfile();
      const database = readFileSync(path());
      renameSync(join(folder, lost), join(folder, 'elsewhere'));
      const profile = await open();
      expect(await profile.client.recovery.status()).toMatchObject({
        problem: { code: 'keyFileMissing' },
        hasKey: false,
      });
      expect((await profile.client.backups.list()).backups).toMatchObject([{ tasks: null }]);
      await expect(profile.client.backups.restore({ name: null })).rejects.toMatchObject({
        code: 'backupUnusable',
      });
      const { aside } = await profile.client.recovery.startAnew();
      expect(profile.state).toBe('open');
      expect(readdirSync(aside ?? '')).toEqual(expect.arrayContaining(['backups', 'daymark.db']));
      expect(readFileSync(join(aside ?? '', 'daymark.db')).equals(database)).toBe(true);
      await profile.client.tasks.create({ text: 'New' });
      await profile.close();
    },
  );

  it('that lacks data goes on, and warns in every shell until it is answered', async () => {
    await closedProfile();
    const older = join(folder, 'older.db');
    copyFileSync(path(), older);
    const profile = await open();
    await profile.client.tasks.create({ text: 'Lost' });
    await profile.close();
    copyFileSync(older, path());
    for (const shell of ['cli', 'browser'] as const) {
      const told = await open({ shell });
      const { warnings } = await told.client.app.status();
      expect(warnings).toMatchObject([{ key: 'health.older', params: { changes: 1 } }]);
      expect(existsSync(String(warnings[0]?.params['aside']))).toBe(true);
      await told.close();
    }
    const answered = await open();
    await answered.client.recovery.keepCurrent();
    expect((await answered.client.app.status()).warnings).toEqual([]);
    await answered.close();
    const later = await open();
    expect((await later.client.app.status()).warnings).toEqual([]);
    await later.close();
  });
});

describe('a profile folder', () => {
  it('in which folders have taken the names of the lock and the socket opens all the same', async () => {
    await closedProfile();
    for (const name of ['daymark.lock', 'daymark.sock']) {
      rmSync(join(folder, name), { force: true });
      mkdirSync(join(folder, name));
    }
    for (let times = 0; times < 2; times++) {
      const profile = await open();
      expect(await titles(profile)).toHaveLength(2);
      await profile.close();
    }
  });
});

describe('backups', () => {
  it('go on after a day with a clock in the future, and the newest is the one made last', async () => {
    const future = Date.parse('2031-01-01T12:00:00Z');
    const present = Date.parse('2027-05-03T12:00:00Z');
    const make = async (now: number, title: string): Promise<string | undefined> => {
      const profile = await open({ clock: () => now });
      await profile.client.tasks.create({ text: title });
      await profile.backUpWhenDue();
      const newest = (await profile.client.backups.list()).backups[0]?.name;
      await profile.close();
      return newest;
    };
    const names = [
      await make(future, 'One'),
      await make(present, 'Two'),
      await make(present + 1_000, 'Three'),
    ];
    expect(names[0]).toContain('20310101');
    expect(names[1]).toContain('20270503');
    // Not due again within the day.
    expect(names[2]).toBe(names[1]);
    const profile = await open({ clock: () => present });
    expect((await profile.client.backups.restore({ name: null })).restored).toBe(names[1]);
    expect((await titles(profile)).toSorted()).toEqual(['One', 'Two']);
    await profile.close();
  });

  it('with a wrong name leave the profile open, and what is being waited for goes on', async () => {
    const profile = await open();
    await profile.client.tasks.create({ text: 'Here' });
    const stop = new AbortController();
    const changes = await profile.client.app.changes(undefined, { signal: stop.signal });
    const next = changes[Symbol.asyncIterator]().next();
    for (const name of ['x', '../../keys.json', 'daymark-20270101T000000000Z-0001.db', null])
      await expect(profile.client.backups.restore({ name })).rejects.toMatchObject({
        code: 'backupUnusable',
      });
    expect(profile.state).toBe('open');
    await profile.client.tasks.create({ text: 'Still here' });
    expect((await next).value).toMatchObject({ topic: expect.any(String) as string });
    stop.abort();
    await profile.close();
  });
});
