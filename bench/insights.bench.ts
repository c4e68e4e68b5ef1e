import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { seededRandom } from '../core/random.ts';
import { entries } from '../shell/entries.ts';
import { forkMl } from '../shell/fork-ml.ts';
import { openProfile, type Profile } from '../shell/profile.ts';
import { writeProfile } from './profiles.ts';
import type { Bench, BenchRow } from './types.ts';

/**
 * Insights with 20,000 tasks: what the page asks for when it is opened, what making a report takes, and how long that holds up the
 * owner's event loop (CPU time of its thread in one turn, so that a busy machine measures the same).
 */

const DONE = 19_500;
const OPEN = 500;
const LOOKS = 20;
const READY_MS = 60_000;
const files = entries(import.meta.url, 'source');

async function open(dataDir: string): Promise<Profile> {
  const access = await openProfile({
    dataDir,
    shell: 'browser',
    version: 'bench',
    dbWorkerUrl: files.dbWorker,
    spawnMl: forkMl(files.ml),
    clock: () => Date.now(),
    zone: () => 'Europe/Berlin',
    random: seededRandom(7),
    ids: v7,
  });
  if (access.kind !== 'owner') throw new Error('the profile of the bench is taken');
  await access.profile.whenMlReady(READY_MS);
  return access.profile;
}

/** The median of several calls, ms. */
async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < LOOKS; i += 1) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b)[LOOKS / 2]!;
}

/** Turns the loop without a rest; answers the turn that took most CPU, ms. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  let over = false;
  let before = process.threadCpuUsage();
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    most = Math.max(most, (user + system) / 1_000);
    before = process.threadCpuUsage();
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return most;
}

async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-insights-'));
  try {
    await writeProfile(dataDir, { done: DONE, open: OPEN });
    const profile = await open(dataDir);
    const { client } = profile;
    await client.preferences.update({ autoReplan: false });
    const begun = performance.now();
    const blocked = await longestTurn(() => client.insights.refresh());
    const made = performance.now() - begun;
    const looked = await median(() => client.insights.report());
    const metrics = await median(() => client.insights.metrics({}));
    await profile.close();
    return [
      { name: 'insights: report opened, 20,000 tasks', value: looked, unit: 'ms', budget: 300 },
      { name: 'insights: success metrics opened, 20,000 tasks', value: metrics, unit: 'ms', budget: 300 },
      { name: 'insights: report made in the background', value: made / 1_000, unit: 's', budget: 20 },
      {
        name: 'insights: longest turn of the owner’s loop meanwhile',
        value: blocked,
        unit: 'ms CPU',
        budget: 16,
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export default [{ name: 'insights', run }] satisfies Bench[];
