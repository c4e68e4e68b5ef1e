import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { PredictionId, ProjectId } from '../core/ids.ts';
import { createBackup } from './backups.ts';
import { defaultExtensionPath } from './extension.ts';
import { addSlot } from './keys/slots.ts';
import { openReader } from './open.ts';
import { newFolder, newId, newProfile, newTask, NOW, vectorOf } from './testing.ts';

// Each makes several encrypted files, which takes its time on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 });

const SECRETS = [
  'Zanzibarfahrt',
  'Xylophonbau',
  'quokkatag',
  'Wilhelmina',
  'Projektname',
  'vokabelregel',
  'Ereignis',
];

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

/** Which of the secrets stand somewhere in the bytes, in UTF-8 or UTF-16 of either byte order, any letter case. */
function findable(bytes: Buffer): string[] {
  const lower = bytes.toString('latin1').toLowerCase();
  return SECRETS.filter((secret) => {
    const word = secret.toLowerCase();
    return [word, [...word].join('\0')].some((form) => lower.includes(form));
  });
}

describe('the data folder', () => {
  it('holds no readable byte of titles, notes, tags, names, keys, in any file', async () => {
    const profile = newProfile();
    const { db, dataDir, key } = profile;
    const project = db.projects.insert({ id: newId() as ProjectId, name: 'Projektname', colour: 1, at: NOW });
    const fill = (from: number) => {
      for (let i = from; i < from + 100; i++) {
        const task = db.tasks.insert(
          newTask({
            title: `Zanzibarfahrt ${i}`,
            notes: 'Xylophonbau '.repeat(50),
            tags: ['quokkatag'],
            people: ['Wilhelmina'],
            projectId: project.id,
          }),
        );
        db.jobs.enqueue({ kind: 'embed', taskId: task.id, revision: 0, payload: { text: task.title } }, NOW);
        db.embeddings.upsert({
          taskId: task.id,
          revision: 0,
          modelVersion: 'm',
          vector: vectorOf(Math.random),
        });
        db.predictions.insert({
          id: newId() as PredictionId,
          taskId: task.id,
          taskRevision: 0,
          target: 'duration',
          modelVersion: 'm',
          predicted: { why: 'Zanzibarfahrt' },
          value: 1,
          baseline: null,
          at: NOW,
        });
      }
    };
    fill(0);
    db.vocabulary.put({
      id: 'r',
      phrase: 'vokabelregel',
      effect: { project: 'Projektname' },
      support: 1,
      contradictions: 0,
      confidence: 1,
      lastUsedAt: null,
      paused: false,
      examples: ['Zanzibarfahrt'],
    });
    const reader = openReader({ dataDir, key });
    const backup = createBackup(reader.connection, {
      dataDir,
      key,
      extensionPath: defaultExtensionPath(),
      now: NOW,
    });
    fill(100);
    await addSlot(dataDir, key, { kind: 'keyfile' });
    expect(reader.search.words('zanzibarfahrt quokka')).toEqual([]);
    expect(reader.search.words('zanzibarfahrt')).toHaveLength(20);

    // The search below would be worthless if the log were empty or it could not find anything.
    expect(statSync(join(dataDir, 'daymark.db-wal')).size).toBeGreaterThan(100_000);
    expect(findable(Buffer.from('… zanzibarFAHRT …', 'utf16le'))).toEqual(['Zanzibarfahrt']);
    const whileOpen = filesUnder(dataDir);
    expect(whileOpen.map((path) => path.slice(dataDir.length + 1)).sort()).toEqual(
      [
        `backups/${backup.name}`,
        'daymark.db',
        'daymark.db-shm',
        'daymark.db-wal',
        'daymark.mark',
        'keys.json',
        'profile.key',
      ].map((path) => join(path)),
    );
    const copy = newFolder();
    for (const [i, path] of whileOpen.entries()) copyFileSync(path, join(copy, String(i)));
    reader.close();
    db.close();
    for (const path of [...filesUnder(copy), ...filesUnder(dataDir)]) {
      const bytes = readFileSync(path);
      expect({ path, found: findable(bytes) }).toEqual({ path, found: [] });
      expect(bytes.includes(Buffer.from(key))).toBe(false);
      expect(bytes.includes('SQLite format 3')).toBe(false);
      expect(bytes.toString('latin1').toLowerCase()).not.toContain(Buffer.from(key).toString('hex'));
    }
  });
});
