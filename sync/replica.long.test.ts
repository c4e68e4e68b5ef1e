import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** The laws of merging, ten thousand times, with seeds of their own. */
it('holds for ten thousand stories', { timeout: 4 * 3_600_000 }, () => {
  for (let seed = 100; seed < 110; seed += 1) {
    const run = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', 'sync/replica.test.ts', '--testTimeout', '3600000'],
      { env: { ...process.env, SYNC_RUNS: '1000', SYNC_SEED: String(seed) }, encoding: 'utf8' },
    );
    expect({ status: run.status, said: run.status === 0 ? '' : run.stdout.slice(-4_000) }).toEqual({
      status: 0,
      said: '',
    });
  }
});
