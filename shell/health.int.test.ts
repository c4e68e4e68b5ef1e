import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { knownMessageKeys, say } from '../core/messages/index.ts';
import type { DbWorker } from '../db/index.ts';
import { Health } from './health.ts';
import { openTestProfile, removeFolder, silentMl, temporaryFolder } from './testing.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}
afterEach(() => folders.splice(0).forEach(removeFolder));

function workerFinding(findings: string[]): DbWorker {
  return { integrityCheck: () => Promise.resolve(findings) } as Partial<DbWorker> as DbWorker;
}

describe('health of a profile', () => {
  it('tells of a database that is gone, and of the backup that could replace it', async () => {
    const folder = newFolder();
    const first = await openTestProfile(folder, { spawnMl: silentMl });
    expect((await first.client.app.status()).warnings).toEqual([]);
    const { name } = await first.client.backups.create();
    await first.close();
    for (const ending of ['', '-wal', '-shm']) rmSync(join(folder, `daymark.db${ending}`), { force: true });
    const second = await openTestProfile(folder, { spawnMl: silentMl });
    const { warnings } = await second.client.app.status();
    expect(warnings).toEqual([{ key: 'health.newDatabaseBackup', params: { backup: name } }]);
    await second.client.backups.restore({ name });
    expect((await second.client.app.status()).warnings).toEqual([]);
    await second.close();
  });

  it('tells of damage once, and says nothing of a sound file', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'backups'), { recursive: true });
    writeFileSync(join(folder, 'backups', 'not-a-backup.txt'), '');
    let told = 0;
    const health = new Health({ dataDir: folder, log: () => {}, changed: () => (told += 1) });
    await health.check(workerFinding([]), new Uint8Array(32), undefined);
    expect(health.warnings).toEqual([]);
    await health.check(workerFinding(['row 3 missing from index']), new Uint8Array(32), undefined);
    await health.check(workerFinding(['row 3 missing from index']), new Uint8Array(32), undefined);
    expect(health.warnings).toEqual([{ key: 'health.damaged', params: { backup: '' } }]);
    expect(told).toBe(1);
    expect(knownMessageKeys).toContain('health.damaged');
    expect(say(health.warnings[0]!)).toContain('damaged');
  });
});
