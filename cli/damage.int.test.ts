import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noMl, openTestProfile, removeFolder, temporaryFolder } from '../shell/testing.ts';
import { main } from './command.fixture.ts';

/** What the command line says about each kind of damage, and the ways back it offers. */

interface Outcome {
  code: number | null;
  answer: Record<string, unknown> | null;
  stderr: string;
}

function daymark(...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [main, ...args]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('close', (code) =>
      done({ code, stderr, answer: stdout ? (JSON.parse(stdout) as Record<string, unknown>) : null }),
    );
  });
}

const ONE_LINE = /^[^\n]+\n$/;

describe('the command line on damage', () => {
  let folder: string;
  let backup: string;
  beforeAll(async () => {
    folder = temporaryFolder();
    const profile = await openTestProfile(join(folder, 'sound'), { spawnMl: noMl });
    await profile.client.tasks.create({ text: 'In the backup' });
    backup = (await profile.client.backups.create()).name;
    await profile.close();
    cpSync(join(folder, 'sound'), join(folder, 'later'), { recursive: true });
    const later = await openTestProfile(join(folder, 'later'), { spawnMl: noMl });
    await later.client.tasks.create({ text: 'After it' });
    await later.close();
  });
  afterAll(() => removeFolder(folder));

  let copies = 0;
  function damagedCopy(of: string, damage: (dir: string) => void): string {
    const dir = join(folder, `copy ${(copies += 1)}`);
    cpSync(join(folder, of), dir, { recursive: true });
    damage(dir);
    return dir;
  }

  it.each<[string, RegExp, (dir: string) => void]>([
    ['a database of 0 bytes', /damaged.*newest backup/, (dir) => truncateSync(join(dir, 'daymark.db'), 0)],
    ['a database that is gone', /is missing.*newest backup/, (dir) => rmSync(join(dir, 'daymark.db'))],
    [
      'a log without its database',
      /is missing.*newest backup/,
      (dir) => {
        rmSync(join(dir, 'daymark.db'));
        writeFileSync(join(dir, 'daymark.db-wal'), 'x'.repeat(9_000));
      },
    ],
    [
      'a folder in its place',
      /damaged.*newest backup/,
      (dir) => {
        rmSync(join(dir, 'daymark.db'));
        mkdirSync(join(dir, 'daymark.db'));
      },
    ],
    [
      'no keys',
      /key of this profile is missing.*Nothing can be read/,
      (dir) => rmSync(join(dir, 'keys.json')),
    ],
  ])('says in one line what is wrong with %s, and how to go on', async (_what, sentence, damage) => {
    const dir = damagedCopy('sound', damage);
    const { code, answer, stderr } = await daymark('list', '--data-dir', dir);
    expect({ code, answer }).toEqual({ code: 1, answer: null });
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(`--data-dir '${dir}'`);
    const restarted = await daymark('restore', '--start-anew', '--data-dir', dir);
    expect(restarted.code).toBe(0);
    expect(readdirSync(String(restarted.answer?.['aside'] ?? dir)).length).toBeGreaterThan(0);
    expect((await daymark('list', '--data-dir', dir)).answer).toEqual({ tasks: [] });
  });

  it('warns of missing data with each command until it is told to keep what is there', async () => {
    const dir = damagedCopy('later', (copy) =>
      cpSync(join(folder, 'sound', 'daymark.db'), join(copy, 'daymark.db')),
    );
    for (let times = 0; times < 2; times++) {
      const told = await daymark('list', '--data-dir', dir);
      expect(told).toMatchObject({ code: 0, answer: { tasks: [{ title: 'In the backup' }] } });
      expect(told.stderr).toMatch(ONE_LINE);
      expect(told.stderr).toContain(backup);
    }
    expect((await daymark('backups', '--data-dir', dir)).answer).toMatchObject({
      backups: [{ name: backup, tasks: { open: 1, total: 1 } }],
    });
    expect((await daymark('restore', '--keep', backup, '--data-dir', dir)).code).toBe(2);
    expect((await daymark('restore', '--start-anew', '--data-dir', dir)).stderr).toContain('can be opened');
    expect((await daymark('restore', '--keep', '--data-dir', dir)).code).toBe(0);
    expect((await daymark('list', '--data-dir', dir)).stderr).toBe('');
  });

  it('restores through the Daymark that has the damaged profile open', async () => {
    const dir = damagedCopy('sound', (copy) => writeFileSync(join(copy, 'daymark.db'), 'rubbish'));
    const owner = await openTestProfile(dir, { spawnMl: noMl });
    try {
      expect((await daymark('list', '--data-dir', dir)).stderr).toContain('damaged');
      expect((await daymark('restore', '--data-dir', dir)).answer).toMatchObject({ restored: backup });
      expect(owner.state).toBe('open');
      expect((await owner.client.tasks.list({})).total).toBe(1);
    } finally {
      await owner.close();
    }
  });
});
