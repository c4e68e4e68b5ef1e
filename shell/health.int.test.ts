import { afterEach, describe, expect, it } from 'vitest';
import { knownMessageKeys, say } from '../core/messages/index.ts';
import type { DbWorker } from '../db/index.ts';
import { Health } from './health.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

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
  it('tells of damage until it is answered or gone, also after a new start', async () => {
    const folder = newFolder();
    let told = 0;
    const begin = (): Health => {
      const health = new Health({ dataDir: folder, log: () => {}, changed: () => (told += 1) });
      health.loadLosses();
      return health;
    };
    const first = begin();
    await first.check(workerFinding([]));
    expect(first.warnings).toEqual([]);
    await first.check(workerFinding(['row 3 missing from index']));
    await first.check(workerFinding(['row 3 missing from index']));
    expect(first.warnings).toEqual([{ key: 'health.damaged', params: { changes: 0, aside: '' } }]);
    expect(told).toBe(1);
    expect(knownMessageKeys).toContain('health.damaged');
    expect(say(first.warnings[0]!)).toContain('damaged');

    const second = begin();
    expect(second.warnings).toEqual(first.warnings);
    await second.check(workerFinding([]));
    expect(second.warnings).toEqual([]);
    expect(begin().warnings).toEqual([]);
  });
});
