import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { openDatabase } from '../open.ts';
import { databasePath } from '../paths.ts';
import { newProfile, newTask, NOW, vectorOf, type TestProfile } from '../testing.ts';
import type { DbWorker } from '../database.ts';
import { startDbWorker } from './client.ts';

const workerUrl = new URL('./main.ts', import.meta.url);

function startFor(profile: TestProfile, url = workerUrl): DbWorker {
  const worker = startDbWorker({
    workerUrl: url,
    dataDir: profile.dataDir,
    key: profile.key,
    now: () => NOW,
  });
  onTestFinished(() => worker.close());
  return worker;
}

describe('the worker thread', () => {
  it('sees what the owner wrote, also after its first look', async () => {
    const profile = newProfile();
    const worker = startFor(profile);
    const random = seededRandom(1);
    expect(await worker.searchWords('slides')).toEqual([]);
    expect(await worker.knn(vectorOf(random), 3)).toEqual([]);

    const first = profile.db.tasks.insert(newTask({ title: 'Prepare slides' }));
    const vector = vectorOf(random);
    profile.db.embeddings.upsert({ taskId: first.id, revision: 0, modelVersion: 'm', vector });
    expect((await worker.searchWords('slides')).map((hit) => hit.taskId)).toEqual([first.id]);
    const [nearest] = await worker.knn(vector, 3);
    expect(nearest?.taskId).toBe(first.id);
    expect(nearest?.similarity).toBeCloseTo(1, 5);

    const change = { status: 'done', actualMin: 30, completedAt: NOW } as const;
    profile.db.tasks.update(first.id, change, NOW);
    expect(await worker.knn(vector, 3, { onlyDone: true })).toMatchObject([{ actualMin: 30 }]);
    profile.db.tasks.remove(first.id);
    expect(await worker.knn(vector, 3)).toEqual([]);
  });

  it('makes checkpoints while the owner writes on, so that the log stays short', async () => {
    const profile = newProfile();
    const worker = startFor(profile);
    let made = 0;
    profile.db.checkpointBy(async () => {
      made += 1;
      // One that fails is made up for by the next.
      if (made === 1) throw new Error('no thread');
      await worker.checkpoint();
    });
    const log = `${databasePath(profile.dataDir)}-wal`;
    let longest = 0;
    for (let n = 0; n < 160; n += 1) {
      profile.db.tasks.insert(newTask({ title: `Thing ${n}`, notes: 'word '.repeat(19_000) }));
      await profile.db.checkpointed();
      longest = Math.max(longest, statSync(log).size);
    }
    expect(made).toBeGreaterThan(2);
    expect(longest).toBeLessThan(12 * 2 ** 20);
    await worker.close();
    profile.db.close();
    expect(statSync(databasePath(profile.dataDir)).size).toBeGreaterThan(25 * 2 ** 20);
    const again = openDatabase(profile);
    onTestFinished(() => again.close());
    expect(again.tasks.list({ limit: 1 }).total).toBe(160);
    expect(await startFor(profile).integrityCheck()).toEqual([]);
  });

  it('ends the maintenance thread after the last, and starts it for the next', async () => {
    const profile = newProfile();
    const events: string[] = [];
    const ended = () => events.filter((event) => event === 'db.workerIdle').length;
    const worker = startDbWorker({
      workerUrl,
      dataDir: profile.dataDir,
      key: profile.key,
      now: () => NOW,
      log: (event) => events.push(event),
      maintenanceIdleMs: 50,
    });
    onTestFinished(() => worker.close());
    for (let round = 1; round <= 2; round++) {
      expect(await Promise.all([worker.integrityCheck(), worker.integrityCheck()])).toEqual([[], []]);
      await expect.poll(ended, { timeout: 10_000 }).toBe(round);
    }
    expect(await worker.searchWords('slides')).toEqual([]);
    expect(events.filter((event) => event === 'db.workerExit')).toEqual([]);
  });

  it('checks, backs up and streams finished tasks', async () => {
    const profile = newProfile();
    const worker = startFor(profile);
    for (let i = 0; i < 1_203; i++) {
      profile.db.tasks.insert(
        newTask({ title: `Done ${i}`, status: 'done', actualMin: 10, completedAt: NOW + Math.floor(i / 7) }),
      );
    }
    expect(await worker.integrityCheck()).toEqual([]);
    const backup = await worker.createBackup();
    expect(existsSync(join(profile.dataDir, 'backups', backup.name))).toBe(true);
    expect(readdirSync(join(profile.dataDir, 'backups'))).toEqual([backup.name]);

    const seen: string[] = [];
    const sizes: number[] = [];
    for (let chunk = await worker.pastChunk(1, null); chunk.next;) {
      sizes.push(chunk.tasks.length);
      seen.push(...chunk.tasks.map((task) => task.taskId));
      chunk = await worker.pastChunk(1, chunk.next);
    }
    expect(sizes).toEqual([500, 500, 203]);
    expect(new Set(seen).size).toBe(1_203);
  });

  it('reports damage inside the file', async () => {
    const profile = newProfile();
    profile.db.transaction(() => {
      for (let i = 0; i < 300; i++) profile.db.tasks.insert(newTask({ notes: 'n'.repeat(3_000) }));
    });
    profile.db.close();
    const path = databasePath(profile.dataDir);
    const bytes = readFileSync(path);
    const at = 4_096 * Math.floor(bytes.length / 4_096 / 2) + 100;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const worker = startFor(profile);
    expect((await worker.integrityCheck()).length).toBeGreaterThan(0);
    await expect(worker.createBackup()).rejects.toMatchObject({
      code: expect.stringMatching(/databaseForeign|backupUnusable/),
    });
    expect(await worker.describeBackups()).toEqual([]);
  });

  it('rejects with the typed error when the thread can not start, and does not hang', async () => {
    const profile = newProfile();
    const worker = startFor(profile, new URL('./no-such-file.ts', import.meta.url));
    await expect(worker.searchWords('a')).rejects.toMatchObject({ code: 'internal' });
  });

  it('starts again after it died with calls pending', async () => {
    const profile = newProfile();
    const crashing = new URL('./crashing-worker.testdouble.ts', import.meta.url);
    const worker = startFor(profile, crashing);
    await worker.ready();
    const [first, second] = await Promise.allSettled([worker.searchWords('crash'), worker.searchWords('b')]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
    await expect(worker.searchWords('c')).resolves.toEqual([]);
  });
});
