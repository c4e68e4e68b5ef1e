import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { backupFolder, createBackup, findNewestGoodBackup, listBackups, outdated } from './backups.ts';
import { defaultExtensionPath } from './extension.ts';
import { openDatabase, openReader } from './open.ts';
import { databasePath } from './paths.ts';
import { restoreBackup } from './restore.ts';
import { newProfile, newTask, NOW, type TestProfile } from './testing.ts';

// Each makes several encrypted files, which takes its time on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 });

const DAY = 86_400_000;

function backUp({ dataDir, key }: TestProfile, now: number): string {
  const reader = openReader({ dataDir, key });
  try {
    return createBackup(reader.connection, { dataDir, key, extensionPath: defaultExtensionPath(), now }).name;
  } finally {
    reader.close();
  }
}

describe('a backup', () => {
  it('is encrypted with the key of the database and brings everything back', () => {
    const profile = newProfile();
    const first = profile.db.tasks.insert(newTask({ title: 'In the backup' }));
    const name = backUp(profile, NOW);
    const second = profile.db.tasks.insert(newTask({ title: 'After it' }));
    profile.db.close();
    const path = join(backupFolder(profile.dataDir), name);
    expect(() => new Sqlite(path).pragma('user_version')).toThrow(/not a database/);
    expect(restoreBackup({ ...profile, name, now: NOW + 1 })).toMatchObject({ restored: name });
    const restored = openDatabase(profile);
    expect(restored.tasks.open()).toEqual([first]);
    expect(restored.search.words('backup')).toHaveLength(1);
    restored.close();
    // What was there before is kept, and still opens.
    const aside = join(profile.dataDir, 'aside', readdirSync(join(profile.dataDir, 'aside'))[0] ?? '');
    const before = openDatabase({ dataDir: aside, key: profile.key });
    onTestFinished(() => before.close());
    expect(before.tasks.open()).toEqual([first, second]);
  });

  it('that is damaged, foreign or not there restores nothing', () => {
    const profile = newProfile();
    profile.db.tasks.insert(newTask({ notes: 'x'.repeat(20_000) }));
    const name = backUp(profile, NOW);
    profile.db.close();
    const path = join(backupFolder(profile.dataDir), name);
    const whole = readFileSync(path);
    const before = readFileSync(databasePath(profile.dataDir));
    const unusable = expect.objectContaining({ code: 'backupUnusable' }) as Error;
    const restore = (file: string, key = profile.key) =>
      restoreBackup({ dataDir: profile.dataDir, key, name: file, now: NOW });
    const flipped = Buffer.from(whole);
    flipped[whole.length - 2_000] = (flipped[whole.length - 2_000] ?? 0) ^ 1;
    for (const bytes of [
      Buffer.alloc(0),
      whole.subarray(0, whole.length - 4_096),
      flipped,
      Buffer.alloc(9_000, 65),
    ]) {
      writeFileSync(path, bytes);
      expect(() => restore(name)).toThrow(unusable);
    }
    writeFileSync(path, whole);
    expect(() => restore(name, new Uint8Array(32))).toThrow(unusable);
    expect(() => restore('../daymark.db')).toThrow(unusable);
    expect(() => restore(name.replace('2027', '2028'))).toThrow(unusable);
    expect(readFileSync(databasePath(profile.dataDir))).toEqual(before);
    expect(existsSync(join(profile.dataDir, 'aside'))).toBe(false);
  });

  it('of the newest sound state is offered when the database is damaged', () => {
    const profile = newProfile();
    expect(findNewestGoodBackup(profile)).toBeNull();
    const task = profile.db.tasks.insert(newTask({ title: 'Safe' }));
    const good = backUp(profile, NOW);
    const bad = backUp(profile, NOW + DAY);
    profile.db.close();
    truncateSync(join(backupFolder(profile.dataDir), bad), 5_000);
    writeFileSync(databasePath(profile.dataDir), 'rubbish');
    expect(() => openDatabase(profile)).toThrow(expect.objectContaining({ code: 'databaseForeign' }));
    const offered = findNewestGoodBackup(profile);
    expect(offered?.name).toBe(good);
    restoreBackup({ ...profile, name: good, now: NOW });
    const db = openDatabase(profile);
    onTestFinished(() => db.close());
    expect(db.tasks.open()).toEqual([task]);
    const [aside = ''] = readdirSync(join(profile.dataDir, 'aside'));
    expect(readFileSync(join(profile.dataDir, 'aside', aside, 'daymark.db'), 'utf8')).toBe('rubbish');
  });

  it('is let go when newer ones make it needless', () => {
    const profile = newProfile();
    mkdirSync(backupFolder(profile.dataDir));
    writeFileSync(join(backupFolder(profile.dataDir), 'notes.txt'), 'not a backup');
    const made = Array.from({ length: 40 }, (_, i) => {
      const createdAt = NOW + i * (DAY / 2);
      return { name: backUp(profile, createdAt), createdAt, bytes: 0, sequence: i + 1 };
    }).reverse();
    // One by one as for the whole history at once.
    const gone = new Set(outdated(made).map((backup) => backup.name));
    const left = listBackups(profile.dataDir).map((backup) => backup.name);
    expect(left).toEqual(made.map((backup) => backup.name).filter((name) => !gone.has(name)));
    expect(left).toHaveLength(9);
    expect(existsSync(join(backupFolder(profile.dataDir), 'notes.txt'))).toBe(true);
  });
});

describe('rotation', () => {
  it('keeps the newest, at most one a day for seven and one a week for four', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(times, (created) => {
        const all = [...created]
          .sort((a, b) => b - a)
          .map((createdAt, i) => ({ name: String(createdAt), createdAt, bytes: 1, sequence: 1_000 - i }));
        const gone = new Set(outdated(all));
        const kept = all.filter((backup) => !gone.has(backup));
        expect(kept[0]).toBe(all[0]);
        expect(kept.length).toBeLessThanOrEqual(11);
        const days = new Set(all.map(({ createdAt }) => Math.floor(createdAt / DAY)));
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(7, days.size));
        // What was let go once is not wanted back: rotating again changes nothing.
        expect(outdated(kept).length).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
