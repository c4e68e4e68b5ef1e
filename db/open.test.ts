import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { DaymarkError, type ErrorCode } from '../core/errors.ts';
import { defaultExtensionPath } from './extension.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';
import { openDatabase } from './open.ts';
import { databasePath } from './paths.ts';
import { makeStore } from './store.ts';
import { Connection } from './sqlite.ts';
import { newFolder, newProfile, newTask, type TestProfile } from './testing.ts';

// Each makes several encrypted files, which takes its time on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 });

const refusedWith = (code: ErrorCode) => expect.objectContaining({ code }) as Error;

/** Every file of the folder with the hash of its bytes. */
function fingerprint(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}

/** The code that opening is refused with, and whether any file changed, came or went. */
function refusalOf({ dataDir, key }: Pick<TestProfile, 'dataDir' | 'key'>): {
  code: string;
  changed: boolean;
} {
  const before = fingerprint(dataDir);
  let code = 'none';
  try {
    openDatabase({ dataDir, key }).close();
  } catch (error) {
    code = error instanceof DaymarkError ? error.code : String(error);
  }
  return { code, changed: JSON.stringify(fingerprint(dataDir)) !== JSON.stringify(before) };
}

const untouched = (code: ErrorCode) => ({ code, changed: false });

/** A closed profile with a few tasks in it. */
function closedProfile(): TestProfile {
  const profile = newProfile();
  for (let i = 0; i < 30; i++)
    profile.db.tasks.insert(newTask({ title: `Task ${i}`, notes: 'n'.repeat(2_000) }));
  profile.db.close();
  return profile;
}

/** The files as a kill -9 leaves them: the last transactions only in the log. */
function killedProfile(): { dataDir: string; key: Uint8Array } {
  const profile = newProfile();
  profile.db.tasks.insert(newTask({ title: 'Only in the log' }));
  const dataDir = newFolder();
  for (const name of ['daymark.db', 'daymark.db-wal']) {
    copyFileSync(join(profile.dataDir, name), join(dataDir, name));
  }
  return { dataDir, key: profile.key };
}

describe('opening a database', () => {
  it('makes one that only its owner can read, and finds it again', () => {
    const dataDir = join(newFolder(), 'a', 'b');
    const key = new Uint8Array(randomBytes(32));
    const first = openDatabase({ dataDir, key });
    const task = first.tasks.insert(newTask({ title: 'Kept' }));
    expect(first).toMatchObject({ created: true, schemaVersion: SCHEMA_VERSION });
    first.close();
    expect(statSync(databasePath(dataDir)).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    const second = openDatabase({ dataDir, key });
    onTestFinished(() => second.close());
    expect(second.created).toBe(false);
    expect(second.tasks.get(task.id)).toEqual(task);
  });

  it('finds what was stored just before a kill', () => {
    const { dataDir, key } = killedProfile();
    const db = openDatabase({ dataDir, key });
    onTestFinished(() => db.close());
    expect(db.tasks.open().map((task) => task.title)).toEqual(['Only in the log']);
  });

  it('starts over after a crash in the middle of making it', () => {
    const dataDir = newFolder();
    writeFileSync(`${databasePath(dataDir)}.new`, 'half a database');
    const db = openDatabase({ dataDir, key: new Uint8Array(randomBytes(32)) });
    db.close();
    expect(readdirSync(dataDir)).toEqual(['daymark.db', 'daymark.mark']);
  });

  it('refuses another key and leaves the files alone, log included', () => {
    const key = new Uint8Array(randomBytes(32));
    expect(refusalOf({ dataDir: closedProfile().dataDir, key })).toEqual(untouched('databaseForeign'));
    expect(refusalOf({ dataDir: killedProfile().dataDir, key })).toEqual(untouched('databaseForeign'));
  });

  it('refuses a truncated file and leaves it alone', () => {
    for (const keep of [0, 1, 15, 4_095, 4_096, 40_960]) {
      const profile = closedProfile();
      truncateSync(databasePath(profile.dataDir), keep);
      expect(refusalOf(profile)).toEqual(untouched('databaseForeign'));
    }
    const profile = closedProfile();
    truncateSync(databasePath(profile.dataDir), statSync(databasePath(profile.dataDir)).size - 1);
    expect(refusalOf(profile)).toEqual(untouched('databaseForeign'));
  });

  it('refuses a file of another program and leaves it alone', () => {
    const dataDir = newFolder();
    const key = new Uint8Array(randomBytes(32));
    writeFileSync(databasePath(dataDir), 'not a database at all, '.repeat(1_000));
    expect(refusalOf({ dataDir, key })).toEqual(untouched('databaseForeign'));

    const plainFolder = newFolder();
    const plain = new Sqlite(databasePath(plainFolder));
    plain.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    plain.close();
    expect(refusalOf({ dataDir: plainFolder, key })).toEqual(untouched('databaseForeign'));

    // Even of this very key, but not made by Daymark.
    const keyed = newFolder();
    const other = new Connection(databasePath(keyed), { key, extensionPath: defaultExtensionPath() });
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(refusalOf({ dataDir: keyed, key })).toEqual(untouched('databaseForeign'));
  });

  it('takes from a torn log what was committed before the tear', () => {
    const profile = newProfile();
    const count = 12;
    for (let i = 0; i < count; i++) profile.db.tasks.insert(newTask({ title: `Task ${i}` }));
    const log = readFileSync(join(profile.dataDir, 'daymark.db-wal'));
    const random = seededRandom(4);
    const found = new Set<number>();
    for (let round = 0; round < 25; round++) {
      const dataDir = newFolder();
      copyFileSync(databasePath(profile.dataDir), databasePath(dataDir));
      const at = Math.floor(random() * log.length);
      const torn = round % 2 ? log.subarray(0, at) : Buffer.from(log);
      if (round % 2 === 0) torn[at] = (torn[at] ?? 0) ^ 0x40;
      writeFileSync(`${databasePath(dataDir)}-wal`, torn);
      const db = openDatabase({ dataDir, key: profile.key });
      const titles = db.tasks.open().map((task) => task.title);
      expect(titles).toEqual(Array.from({ length: titles.length }, (_, i) => `Task ${i}`));
      found.add(titles.length);
      db.close();
    }
    expect(found.size).toBeGreaterThan(3);
  });

  it('refuses a newer schema and leaves it alone, in the file and in the log', () => {
    const profile = closedProfile();
    const raise = (dataDir: string) =>
      new Connection(databasePath(dataDir), { key: profile.key, extensionPath: defaultExtensionPath() });
    const connection = raise(profile.dataDir);
    connection.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    // Still open: the new number stands in the log only.
    const inLog = newFolder();
    for (const name of ['daymark.db', 'daymark.db-wal']) {
      copyFileSync(join(profile.dataDir, name), join(inLog, name));
    }
    connection.close();
    expect(refusalOf(profile)).toEqual(untouched('databaseNewer'));
    expect(refusalOf({ dataDir: inLog, key: profile.key })).toEqual(untouched('databaseNewer'));
  });

  it('notices damage in the first page', () => {
    const profile = closedProfile();
    const bytes = readFileSync(databasePath(profile.dataDir));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(databasePath(profile.dataDir), bytes);
    expect(refusalOf(profile)).toEqual(untouched('databaseForeign'));
  });

  it.skipIf(process.platform === 'win32')('refuses a folder or file that can not be written', () => {
    const profile = closedProfile();
    asOrdinaryUser(profile.dataDir, () => {
      chmodSync(profile.dataDir, 0o500);
      expect(refusalOf(profile)).toEqual(untouched('databaseReadOnly'));
      chmodSync(profile.dataDir, 0o700);
      chmodSync(databasePath(profile.dataDir), 0o400);
      expect(refusalOf(profile)).toEqual(untouched('databaseReadOnly'));
      chmodSync(databasePath(profile.dataDir), 0o600);
      openDatabase(profile).close();
    });
    const blocked = newFolder();
    writeFileSync(join(blocked, 'file'), '');
    const inFile = { dataDir: join(blocked, 'file', 'profile'), key: profile.key };
    expect(() => openDatabase(inFile)).toThrow(refusedWith('databaseReadOnly'));
  });
});

/** Root may write anything, so that such a test means nothing for it: it becomes another user for a moment. */
function asOrdinaryUser(folder: string, work: () => void): void {
  const { getuid, seteuid } = process;
  if (getuid?.() !== 0 || !seteuid) {
    work();
    return;
  }
  const nobody = 65_534;
  chownSync(folder, nobody, nobody);
  for (const name of readdirSync(folder)) chownSync(join(folder, name), nobody, nobody);
  seteuid(nobody);
  try {
    work();
  } finally {
    seteuid(0);
  }
}

describe('a full disk', () => {
  it('refuses the whole transaction, keeps what was there, and goes on when there is room', () => {
    const profile = closedProfile();
    const connection = new Connection(databasePath(profile.dataDir), {
      key: profile.key,
      extensionPath: defaultExtensionPath(),
    });
    onTestFinished(() => connection.close());
    const store = makeStore(connection);
    const before = store.tasks.list({ limit: 2_000 });
    connection.pragma(`max_page_count = ${Number(connection.pragma('page_count')) + 2}`);
    const big = newTask({ title: 'Too big', notes: 'word '.repeat(20_000) });
    const intent = () => store.transaction(() => store.tasks.insert(big));
    const logged = store.changes.lastSeq();
    expect(intent).toThrow(refusedWith('diskFull'));
    expect(store.changes.lastSeq()).toBe(logged);
    expect(store.tasks.list({ limit: 2_000 })).toEqual(before);
    expect(connection.pragma('quick_check')).toBe('ok');
    connection.pragma('max_page_count = 1000000');
    intent();
    expect(store.tasks.get(big.id)?.notes).toBe(big.notes);
  });
});

describe('a sound profile folder', () => {
  it('keeps the log of slow statements free of what was typed', () => {
    const dataDir = newFolder();
    mkdirSync(dataDir, { recursive: true });
    const lines: string[] = [];
    const db = openDatabase({
      dataDir,
      key: new Uint8Array(randomBytes(32)),
      slowMs: -1,
      log: (event, detail) => lines.push(JSON.stringify([event, detail])),
    });
    onTestFinished(() => db.close());
    db.tasks.insert(
      newTask({ title: 'Zanzibar', notes: 'Xylophone', tags: ['Quokka'], people: ['Wilhelmina'] }),
    );
    db.search.words('Zanzibar');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.join('\n')).not.toMatch(/Zanzibar|Xylophone|Quokka|Wilhelmina/i);
    expect(existsSync(databasePath(dataDir))).toBe(true);
  });
});
