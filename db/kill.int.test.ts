import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../core/random.ts';
import type { TaskId } from '../core/ids.ts';
import { readLosses } from './losses.ts';
import { openDatabase } from './open.ts';
import { newFolder } from './testing.ts';

const writer = new URL('./kill-writer.testdouble.ts', import.meta.url);

/** Starts a process that stores tasks as fast as it can, kills it, and answers the ids it had confirmed. */
function writeAndKill(dataDir: string, key: Uint8Array, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(writer), dataDir, Buffer.from(key).toString('hex')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let confirmed = '';
    let timer: NodeJS.Timeout | undefined;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      confirmed += chunk;
      // The moment counts from the first write, since starting takes longer than writing.
      timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('error', reject);
    child.on('close', () => resolve(confirmed.split('\n').slice(0, -1)));
  });
}

describe('a kill at any moment', () => {
  it('loses nothing that was confirmed and leaves a sound database', async () => {
    const dataDir = newFolder();
    const key = new Uint8Array(randomBytes(32));
    const random = seededRandom(11);
    const confirmed = new Set<string>();
    for (let round = 0; round < 12; round++) {
      for (const id of await writeAndKill(dataDir, key, random() * 120)) confirmed.add(id);
    }
    expect(confirmed.size).toBeGreaterThan(12);
    const db = openDatabase({ dataDir, key });
    // The torn end of a log is no loss, and none of the openings in between took it for one.
    expect(readLosses(dataDir)).toEqual([]);
    const stored = new Set<string>(db.tasks.open().map((task) => task.id));
    expect([...confirmed].filter((id) => !stored.has(id))).toEqual([]);
    // Each intent is whole: task, change and job together.
    expect(db.changes.lastSeq()).toBe(stored.size);
    expect(db.jobs.pending('embed')).toBe(stored.size);
    for (const id of [...stored].slice(0, 5)) {
      expect(db.search.words(db.tasks.get(id as TaskId)?.title ?? '').length).toBeGreaterThan(0);
    }
    db.close();
  });
});
