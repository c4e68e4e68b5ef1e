import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hashedVector, madeUpHistory } from '../testing/histories.ts';
import { embeddingSettled, startMl, type MlClient, type RunningMl } from './test-client.fixture.ts';

const IDLE_MS = 1_500;
/** V8 itself gives back the pages of an ended thread after some eight seconds. */
const TIMEOUT_MS = 40_000;
/** As the program starts the process (`shell/ml-flags.ts`). */
const LOW_MEMORY = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_OPTIONS: '--max-semi-space-size=4',
};

const running: RunningMl[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const ml of running.splice(0)) await ml.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

function start(env: Record<string, string> = {}): RunningMl {
  const ml = startMl({ ...LOW_MEMORY, DAYMARK_MODEL_IDLE_MS: String(IDLE_MS), ...env });
  running.push(ml);
  return ml;
}

/** Resident memory that no file backs, MB: what the process would have to be given again. */
function residentMb(ml: RunningMl): number {
  const status = readFileSync(`/proc/${ml.child.pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1]) / 1_024;
}

async function loadLearner(client: MlClient): Promise<void> {
  const past = madeUpHistory({ tasks: 700, seed: 21 }).filter((task) => task.completedAt && task.actualMin);
  const { session } = await client.learning.open({ tz: 'Europe/Berlin' });
  for (let from = 0; from < past.length; from += 100) {
    const lines = past.slice(from, from + 100);
    const vectors = lines.map((line) => Buffer.from(new Uint8Array(hashedVector(line.title).slice().buffer)));
    await client.learning.restore({ session, lines, vectors: Buffer.concat(vectors).toString('base64') });
  }
  await client.learning.ready({ session });
}

/** Polls until something holds; what holds late counts, what never holds is for the assertion after it. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + TIMEOUT_MS;
  while (!holds() && performance.now() < end) await new Promise((done) => setTimeout(done, 100));
}

// Only Linux tells from outside how much of a process is resident and its own.
describe.runIf(existsSync('/proc/self/smaps'))('idle models', () => {
  it('leave the memory that they took, and come back when they are asked', async () => {
    const nothing = await mkdtemp(join(tmpdir(), 'daymark-resources-'));
    folders.push(nothing);
    const bare = start({ DAYMARK_RESOURCES_DIR: nothing });
    await embeddingSettled(bare.client);
    const without = residentMb(bare);

    const ml = start();
    expect((await embeddingSettled(ml.client)).embedding).toBe('ready');
    await loadLearner(ml.client);
    const { vectors: before } = await ml.client.embed({ texts: ['water the plants'] });
    const loaded = residentMb(ml);
    await until(() => /model embedding: idle/.test(ml.log()) && /model learner: idle/.test(ml.log()));
    expect(ml.log()).toMatch(/model embedding: idle, \d+ MB unloaded/);
    expect(ml.log()).toMatch(/model learner: idle, \d+ MB unloaded/);
    // Measured 57 to 65 %: the rest are free pieces between others in the C library's heap, which later loadings fill.
    const share = 0.4 * (loaded - without);
    await until(() => residentMb(ml) < loaded - share);
    expect(loaded - without).toBeGreaterThan(30);
    expect(residentMb(ml)).toBeLessThan(loaded - share);

    expect((await ml.client.status()).embedding).toBe('ready');
    const { vectors: after } = await ml.client.embed({ texts: ['water the plants'] });
    expect(after).toEqual(before);
  });
});
