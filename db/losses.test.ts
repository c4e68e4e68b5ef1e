import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { copyAside } from './aside.ts';
import { defaultExtensionPath } from './extension.ts';
import { clearLosses, readLosses } from './losses.ts';
import { openDatabase } from './open.ts';
import { databasePath } from './paths.ts';
import { Connection } from './sqlite.ts';
import { newFolder, newProfile, newTask, NOW, type TestProfile } from './testing.ts';
import { readLog } from './wal.ts';
import { readWitness, writeWitness } from './witness.ts';

// Each opens encrypted files, which takes its time on a machine that does other things.
vi.setConfig({ testTimeout: 120_000 });

const FRAME = 4_096 + 24;
const STORED = 20;

/** Stores a task as the services do: with its row of the change log, in one transaction. */
function store({ db }: Pick<TestProfile, 'db'>, title: string): void {
  db.transaction(() => {
    db.tasks.insert(newTask({ title, notes: 'n'.repeat(300) }));
  });
}

interface Crashed {
  key: Uint8Array;
  database: Buffer;
  log: Buffer;
  witness: string;
}

/** The files as a kill -9 leaves them after `STORED` tasks that were confirmed. */
function crash(profile: TestProfile): Crashed {
  const path = databasePath(profile.dataDir);
  return {
    key: profile.key,
    database: readFileSync(path),
    log: readFileSync(`${path}-wal`),
    witness: readFileSync(join(profile.dataDir, 'daymark.mark'), 'utf8'),
  };
}

function afterStoring(count: number): Crashed {
  const profile = newProfile();
  for (let i = 0; i < count; i++) store(profile, `Task ${i}`);
  return crash(profile);
}

function reopened(crashed: Crashed, log: Buffer | null, withWitness: boolean) {
  const dataDir = newFolder();
  writeFileSync(databasePath(dataDir), crashed.database);
  if (log) writeFileSync(`${databasePath(dataDir)}-wal`, log);
  if (withWitness) writeFileSync(join(dataDir, 'daymark.mark'), crashed.witness);
  const db = openDatabase({ dataDir, key: crashed.key, now: () => NOW });
  const stored = db.changes.lastSeq();
  db.close();
  const losses = readLosses(dataDir);
  // What was found once is not found again.
  openDatabase({ dataDir, key: crashed.key }).close();
  expect(readLosses(dataDir)).toEqual(losses);
  return { dataDir, stored, losses };
}

describe('a write-ahead log after a crash', () => {
  let crashed: Crashed;
  beforeEach(() => {
    crashed ??= afterStoring(STORED);
  });

  it('that is whole gives everything back and no alarm', () => {
    for (const withWitness of [true, false]) {
      const { stored, losses } = reopened(crashed, crashed.log, withWitness);
      expect({ stored, losses }).toEqual({ stored: STORED, losses: [] });
    }
  });

  const position = fc.nat({ max: 1_000_000 }).map((n) => n / 1_000_000);
  const damage = fc.record({
    how: fc.constantFrom('cut', 'flip', 'garbage', 'zeros'),
    position,
    length: fc.integer({ min: 8, max: 3 * FRAME }),
  });

  function damaged(
    log: Buffer,
    { how, position, length }: { how: string; position: number; length: number },
  ) {
    const at = Math.floor(position * (log.length - 1));
    const copy = Buffer.from(log);
    if (how === 'cut') return copy.subarray(0, at);
    if (how === 'flip') copy[at] = (copy[at] ?? 0) ^ 0x20;
    else copy.fill(how === 'zeros' ? 0 : 0xa7, at, Math.min(copy.length, at + length));
    return copy;
  }

  it('tells of every loss, and only of losses, wherever it is cut or damaged', () => {
    let lost = 0;
    fc.assert(
      fc.property(damage, (what) => {
        const { dataDir, stored, losses } = reopened(crashed, damaged(crashed.log, what), true);
        const missing = STORED - stored;
        lost += Number(missing > 0);
        // Garbage that hit nothing confirmed may still be told, never as missing changes.
        expect(losses.reduce((sum, loss) => sum + loss.changes, 0)).toBe(missing);
        for (const { aside } of losses)
          expect(readFileSync(join(aside ?? '', 'daymark.db')).equals(crashed.database)).toBe(true);
        expect(existsSync(databasePath(dataDir))).toBe(true);
      }),
      { numRuns: 50, seed: 5 },
    );
    expect(lost).toBeGreaterThan(20);
  });

  it('without a witness tells of what broke in the middle, and never of a torn end', () => {
    fc.assert(
      fc.property(damage, (what) => {
        const log = damaged(crashed.log, what);
        const { stored, losses } = reopened(crashed, log, false);
        // Of the last transactions no one can tell damage from a torn end.
        const mayTell = stored < STORED && what.how !== 'cut';
        const mustTell = stored < STORED - 2 && what.how === 'flip';
        expect(losses.length).toBeGreaterThanOrEqual(Number(mustTell));
        expect(losses.length).toBeLessThanOrEqual(Number(mayTell));
      }),
      { numRuns: 50, seed: 6 },
    );
  });

  it('with a damaged head tells of all of it', () => {
    const log = Buffer.from(crashed.log);
    log.fill(0x55, 0, 32);
    for (const withWitness of [true, false]) {
      const { stored, losses } = reopened(crashed, log, withWitness);
      expect(stored).toBe(0);
      expect(losses).toMatchObject([{ kind: 'log', changes: withWitness ? STORED : 0 }]);
    }
  });

  it('that is gone altogether makes the database older than it was', () => {
    const { losses } = reopened(crashed, null, true);
    expect(losses).toMatchObject([{ kind: 'older', changes: STORED }]);
  });

  it('may hold frames of a transaction that was taken back', () => {
    const profile = newProfile();
    const { dataDir, key } = profile;
    store(profile, 'Before');
    const small = new Connection(databasePath(dataDir), {
      key,
      extensionPath: defaultExtensionPath(),
      cacheKib: 8,
    });
    small.exec('CREATE TABLE filler (a)');
    // So much that the cache spills into the log before the end.
    expect(() =>
      small.transaction(() => {
        for (let i = 0; i < 300; i++) small.run('INSERT INTO filler VALUES (?)', 'x'.repeat(4_000));
        throw new Error('taken back');
      }),
    ).toThrow('taken back');
    small.exec('DROP TABLE filler');
    store(profile, 'After');
    const { frames, damage } = readLog(`${databasePath(dataDir)}-wal`) ?? {};
    expect(frames).toBeGreaterThan(200);
    expect(damage).toBeNull();
    const files = crash(profile);
    small.close();
    expect(reopened(files, files.log, true)).toMatchObject({ stored: 2, losses: [] });
  });
});

describe('a database', () => {
  it('that was replaced by an older copy is told, kept and remembered until it is answered', () => {
    const profile = newProfile();
    const { dataDir, key } = profile;
    store(profile, 'In both');
    profile.db.close();
    const older = copyAside(databasePath(dataDir), NOW);
    const again = openDatabase({ dataDir, key });
    for (const title of ['Lost', 'Lost as well']) store({ db: again }, title);
    again.close();
    copyFileSync(join(older, 'daymark.db'), databasePath(dataDir));
    openDatabase({ dataDir, key, now: () => NOW }).close();
    const [loss] = readLosses(dataDir);
    expect(loss).toMatchObject({ kind: 'older', changes: 2 });
    expect(statSync(join(loss?.aside ?? '', 'daymark.db')).size).toBeGreaterThan(0);
    clearLosses(dataDir);
    openDatabase({ dataDir, key }).close();
    expect(readLosses(dataDir)).toEqual([]);
  });

  it('that vanished is not made again, whatever is left of it', () => {
    const missing = expect.objectContaining({ code: 'databaseMissing' }) as Error;
    const remove = (dataDir: string, sides: string[]) =>
      sides.forEach((side) => rmSync(databasePath(dataDir) + side, { force: true }));
    const closed = newProfile();
    closed.db.close();
    remove(closed.dataDir, ['']);
    expect(() => openDatabase(closed)).toThrow(missing);

    // Of an earlier version, which had no witness: the keys alone tell, or the log.
    rmSync(join(closed.dataDir, 'daymark.mark'));
    expect(() => openDatabase({ ...closed, expected: true })).toThrow(missing);
    writeFileSync(`${databasePath(closed.dataDir)}-wal`, 'a log without its database');
    expect(() => openDatabase(closed)).toThrow(missing);
    expect(existsSync(databasePath(closed.dataDir))).toBe(false);

    // A crash between the making of the keys and of the database is none.
    remove(closed.dataDir, ['-wal']);
    writeWitness(closed.dataDir, { made: false, changes: 0 });
    openDatabase({ ...closed, expected: true }).close();
    expect(readWitness(closed.dataDir)).toMatchObject({ made: true });
  });

  it('is missing, never older, when a restore is cut short', () => {
    const { dataDir, key, db } = newProfile();
    db.close();
    // As between the removal of the old files and the last step: the new file waits under another name.
    renameSync(databasePath(dataDir), `${databasePath(dataDir)}.restored`);
    expect(() => openDatabase({ dataDir, key })).toThrow(
      expect.objectContaining({ code: 'databaseMissing' }) as Error,
    );
  });

  it.each([
    ['a table', 'DROP TABLE jobs'],
    ['a column', 'ALTER TABLE projects DROP COLUMN colour'],
    ['an index', 'DROP INDEX tasks_project'],
    ['the table of states', 'DROP TABLE app_state'],
    ['the tasks', 'PRAGMA foreign_keys = OFF; DROP TABLE tasks'],
  ])('that lacks %s is refused as damaged', (_what, sql) => {
    const { dataDir, key, db } = newProfile();
    db.close();
    const connection = new Connection(databasePath(dataDir), { key, extensionPath: defaultExtensionPath() });
    connection.exec(sql);
    connection.close();
    expect(() => openDatabase({ dataDir, key })).toThrow(
      expect.objectContaining({ code: 'databaseForeign' }) as Error,
    );
  });

  it('opens although folders have taken the places of its notes, which are kept', () => {
    const { dataDir, key, db } = newProfile();
    db.close();
    for (const name of ['daymark.mark', 'losses.json']) {
      rmSync(join(dataDir, name), { force: true });
      mkdirSync(join(dataDir, name));
      writeFileSync(join(dataDir, name, 'kept'), '');
    }
    openDatabase({ dataDir, key }).close();
    expect(readWitness(dataDir)).toMatchObject({ made: true });
    expect(existsSync(join(dataDir, 'daymark.mark.folder', 'kept'))).toBe(true);
  });

  it('whose place a folder has taken is refused as damaged', () => {
    const { dataDir, key, db } = newProfile();
    db.close();
    rmSync(databasePath(dataDir));
    renameSync(newFolder(), databasePath(dataDir));
    expect(() => openDatabase({ dataDir, key })).toThrow(
      expect.objectContaining({ code: 'databaseForeign' }) as Error,
    );
  });
});
