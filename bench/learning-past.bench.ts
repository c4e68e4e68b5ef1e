import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { newTask } from '../core/domain/task-record.ts';
import { taskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { openDatabase, openWith } from '../db/index.ts';
import { hashedVector, madeUpHistory } from '../ml/testing/histories.ts';
import { entries } from '../shell/entries.ts';
import { forkMl } from '../shell/fork-ml.ts';
import { openProfile, type Profile } from '../shell/profile.ts';
import type { Bench, BenchRow } from './types.ts';

/**
 * Ten thousand finished tasks in the app: what the first life through them costs, what each later load costs, and how
 * long the owner's event loop is held up meanwhile. CPU time is counted, of the ml process and of the owner's thread in one
 * turn of its loop, so that a busy machine measures the same.
 */

const TASKS = 10_000;
const READY_MS = 60_000;
const files = entries(import.meta.url, 'source');
const tz = 'Europe/Berlin';

async function open(dataDir: string): Promise<Profile> {
  const access = await openProfile({
    dataDir,
    shell: 'browser',
    version: 'bench',
    dbWorkerUrl: files.dbWorker,
    spawnMl: forkMl(files.ml),
    clock: () => Date.now(),
    zone: () => tz,
    random: seededRandom(7),
    ids: v7,
  });
  if (access.kind !== 'owner') throw new Error('the profile of the bench is taken');
  await access.profile.whenMlReady(READY_MS);
  await access.profile.settle(READY_MS);
  return access.profile;
}

/** A past of made-up tasks with vectors that share words, as if the model of this version had made them. */
async function fill(dataDir: string, modelVersion: string): Promise<void> {
  const db = openDatabase({ dataDir, key: await openWith(dataDir, { kind: 'keyfile' }) });
  const history = madeUpHistory({ tasks: Math.ceil(TASKS * 1.2), seed: 4 });
  const past = history.filter((task) => task.completedAt && task.actualMin).slice(0, TASKS);
  const shift = Date.now() - Date.parse(past.at(-1)?.createdAt ?? '') - 7 * 86_400_000;
  for (let from = 0; from < past.length; from += 500) {
    db.transaction(() => {
      for (const [i, task] of past.slice(from, from + 500).entries()) {
        const at = Date.parse(task.createdAt) + shift;
        const id = taskId.parse(v7());
        const title = `${task.title} ${(from + i) % 311}`;
        const completedAt = Date.parse(task.completedAt ?? '') + shift;
        const { actualMin = null } = task;
        db.tasks.insert({ ...newTask(title, { id, at, tz }), status: 'done', completedAt, actualMin });
        db.embeddings.upsert({ taskId: id, revision: 0, modelVersion, vector: hashedVector(title) });
      }
    });
  }
  db.close();
}

/** CPU seconds of a process so far, and its resident memory in MiB; NaN where there is no /proc. */
function usage(pid: number | undefined): { cpu: number; mib: number } {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, mib: Number(resident) / 1024 };
  } catch {
    return { cpu: Number.NaN, mib: Number.NaN };
  }
}

interface Measured {
  seconds: number;
  cpu: number;
  /** Most CPU time of the owner's thread in one turn of its loop, ms. */
  blocked: number;
}

/** Turns the loop without a rest and remembers the turn that took most; answers with how to end it. */
function watchLoop(): () => number {
  let most = 0;
  let over = false;
  let before = threadMs();
  const turn = (): void => {
    const now = threadMs();
    most = Math.max(most, now - before);
    before = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    over = true;
    return most;
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function measured(profile: Profile, work: () => Promise<void>): Promise<Measured> {
  const { pid } = profile.ml();
  const before = usage(pid).cpu;
  const begun = performance.now();
  const ended = watchLoop();
  await work();
  const blocked = ended();
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, cpu: usage(pid).cpu - before, blocked };
}

/** Until nothing is read, backfilled or trained any more. */
async function quiet(profile: Profile): Promise<void> {
  for (;;) {
    const { training } = await profile.client.learning.overview();
    if (training.running === null && !training.waiting) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daymark-past-'));
  try {
    let profile = await open(dataDir);
    const { modelVersion } = profile.ml().state;
    await profile.client.preferences.update({ autoReplan: false });
    await profile.close();
    if (modelVersion === null) return [];
    await fill(dataDir, modelVersion);
    profile = await open(dataDir);
    const backfill = await measured(profile, () => quiet(profile));
    await profile.close();
    profile = await open(dataDir);
    const idle = usage(profile.ml().pid).mib;
    const loaded = await measured(profile, () => quiet(profile));
    const grown = usage(profile.ml().pid).mib - idle;
    const trained = await measured(profile, async () => {
      await profile.client.learning.train();
      await quiet(profile);
    });
    const { learners } = await profile.client.learning.overview();
    const known = learners.find((one) => one.target === 'duration')?.known ?? 0;
    await profile.close();
    return [
      {
        name: `live through ${known} tasks for the first time, CPU of the ml process`,
        value: backfill.cpu,
        unit: 's',
      },
      {
        name: 'the same: longest turn of the owner’s loop, CPU',
        value: backfill.blocked,
        unit: 'ms',
        budget: 16,
      },
      {
        name: `load the learner, ${known} tasks, CPU of the ml process`,
        value: loaded.cpu,
        unit: 's',
        budget: 5,
      },
      {
        name: 'the same: longest turn of the owner’s loop, CPU',
        value: loaded.blocked,
        unit: 'ms',
        budget: 16,
      },
      { name: 'the same: memory of the ml process', value: grown, unit: 'MiB' },
      { name: `retrain every model on ${known} tasks`, value: trained.seconds, unit: 's', budget: 20 },
      {
        name: 'the same: longest turn of the owner’s loop, CPU',
        value: trained.blocked,
        unit: 'ms',
        budget: 16,
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const benches: Bench[] = [{ name: 'ten thousand finished tasks', run }];
export default benches;
