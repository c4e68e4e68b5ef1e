import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { onTestFinished } from 'vitest';
import type { Task } from '../core/domain/task.ts';
import { newTask } from '../core/domain/task-record.ts';
import type { MlState } from '../core/domain/views.ts';
import { taskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { instantOf } from '../core/time/zoned.ts';
import { openDatabase, type Database, type DbWorker } from '../db/index.ts';
import type { MlClient } from './context.ts';
import { Hub } from './hub.ts';
import { createServices, type Services } from './index.ts';

/** What the tests of services share: use cases on a real database, with a clock that stands where it is put. */

/** An open task with nothing but a title; tests say what matters to them. */
export function aTask(fields: Partial<Task>): Task {
  const record = newTask('A task', { id: taskId.parse(v7()), at: 0, tz: 'Europe/Berlin' });
  return {
    ...record,
    section: null,
    project: null,
    parent: null,
    subtasks: 0,
    subtasksDone: 0,
    predicted: null,
    priorityScore: null,
    splittable: false,
    minChunkMin: 15,
    runningSince: null,
    trackedMin: 0,
    revision: 0,
    ...fields,
  };
}

/** Calls of the ml process as a test answers them: by a value, or by any stream of values. */
export type MlAnswers = {
  [K in keyof MlClient]?: MlClient[K] extends (input: infer Input, ...more: never[]) => Promise<infer Output>
    ? (input: Input) => Promise<Output extends AsyncIterable<infer Item> ? AsyncIterable<Item> : Output>
    : never;
};

export interface ServiceWorldOptions {
  /** Wall clock in `tz`. */
  now?: string;
  tz?: string;
  /** What of the ml process answers; a call of anything else fails the test. */
  ml?: MlAnswers;
  state?: Partial<MlState>;
  /** Told of each durable change; one that no one listens to unless given. */
  hub?: Hub;
}

/** Services that were not started: nothing happens by itself. `now`, `tz` and the ml process's state may be moved. */
export interface ServiceWorld {
  db: Database;
  services: Services;
  ml: MlState;
  now: string;
  tz: string;
}

const DOWN: MlState = {
  process: 'down',
  embedding: 'unavailable',
  embeddingReason: null,
  modelVersion: null,
};

/** A profile of its own, removed when the test ends. */
export function serviceWorld(options: ServiceWorldOptions = {}): ServiceWorld {
  const { now = '2027-05-03T08:00', tz = 'Europe/Berlin', ml = {}, state = {}, hub = new Hub() } = options;
  const folder = mkdtempSync(join(tmpdir(), 'daymark-services-'));
  const db = openDatabase({ dataDir: folder, key: new Uint8Array(randomBytes(32)) });
  onTestFinished(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const world: Omit<ServiceWorld, 'services'> = { db, ml: { ...DOWN, ...state }, now, tz };
  const services = createServices({
    db,
    worker: answering<DbWorker>('worker', {}),
    ml: { client: answering<MlClient>('ml', ml as Partial<MlClient>), state: world.ml },
    hub,
    clock: () => instantOf(world.now, world.tz),
    zone: () => world.tz,
    random: seededRandom(1),
    ids: v7,
    log: () => {},
    pushSnapshot: async () => {},
  });
  return Object.assign(world, { services });
}

/** `given` as the whole of `T`; what is not given throws when it is called. */
function answering<T extends object>(name: string, given: Partial<T>): T {
  return new Proxy(given, {
    get: (own, property) =>
      own[property as keyof T] ??
      (() => {
        throw new Error(`this test has no ${name}.${String(property)}`);
      }),
  }) as T;
}
