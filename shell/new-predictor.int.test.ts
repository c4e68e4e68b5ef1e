import { RPCHandler } from '@orpc/server/message-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaymarkError } from '../core/errors.ts';
import { PREDICTION_TARGETS } from '../core/prediction-targets/index.ts';
import { LearnerService } from '../ml/process/learner-service.ts';
import { createLanguagePart } from '../ml/process/language.ts';
import { ModelManager } from '../ml/process/model-manager.ts';
import { createRouter, type MlParts } from '../ml/process/router.ts';
import { hashedVector } from '../ml/testing/histories.ts';
import { sameDay } from '../ml/testing/same-day/target.ts';
import type { MlProcess } from './ml-supervisor.ts';
import { PortCore, type RpcPort } from './ports.ts';
import type { AppClient, Profile } from './profile.ts';
import { MONDAY, openTestProfile, removeFolder, temporaryFolder, typed } from './testing.ts';

/**
 * A predictor that the program does not know: five files in `ml/testing/same-day` and one entry in each of the two
 * lists, and it is asked, logged, compared with its baseline, trained, kept and shown like any other.
 */

const READY_MS = 30_000;
const SETTLE_MS = 60_000;
const HOUR = 3_600_000;

/** Two ends of a channel within this process. */
function channel(): [RpcPort, RpcPort] {
  const [a, b] = [new PortCore(), new PortCore()];
  const end = (own: PortCore, other: PortCore): RpcPort => ({
    on: (event, callback) => own.on(event, callback),
    postMessage: (data) => queueMicrotask(() => other.emit(data)),
    close: () => {
      own.end();
      other.end();
    },
  });
  return [end(a, b), end(b, a)];
}

/** The ml process in this one, with the new predictor in the list of its learner thread. */
function mlWithSameDay(): MlProcess {
  const log = (): void => {};
  const models = new ModelManager({ capMb: 160, idleMs: 300_000, log });
  const away = (): never => {
    throw new DaymarkError('busy');
  };
  const parts: Partial<MlParts> & { [part: string]: unknown } = {
    language: createLanguagePart(),
    embedding: {
      state: { embedding: 'ready', embeddingReason: null, modelVersion: 'hashed' },
      embed: async (texts: readonly string[]) => ({
        modelVersion: 'hashed',
        vectors: texts.map(hashedVector),
      }),
    },
    phrases: { load: async () => [] },
    solver: { call: away } as MlParts['solver'],
    reporter: { call: away } as MlParts['reporter'],
    learner: new LearnerService({
      worker: new URL('../ml/testing/same-day/worker.ts', import.meta.url),
      phrases: { load: async () => [] },
      baseModels: new URL('none', import.meta.url),
      models,
      log,
    }),
    log,
  };
  const [near, far] = channel();
  new RPCHandler(createRouter(parts as MlParts)).upgrade(far);
  return { port: near, pid: undefined, kill: () => near.close() };
}

describe('a new predictor', () => {
  const folder = temporaryFolder();
  let now = Date.parse(MONDAY);
  let profile: Profile;
  let client: AppClient;

  async function open(): Promise<void> {
    profile = await openTestProfile(folder, {
      spawnMl: mlWithSameDay,
      targets: [...PREDICTION_TARGETS, sameDay],
      clock: () => now,
    });
    client = profile.client;
    await profile.whenMlReady(READY_MS);
    await client.preferences.update({ autoReplan: false });
  }
  beforeAll(open);
  afterAll(async () => {
    await profile.close();
    removeFolder(folder);
  });

  /** Mails are answered within the hour, essays take days. */
  async function round(count: number): Promise<void> {
    const made = [];
    for (let i = 0; i < count; i++)
      made.push(await typed({ client }, `${i % 2 === 0 ? 'Answer' : 'Essay'} number ${i}`));
    await predicted();
    now += HOUR;
    for (const [i, { id }] of made.entries()) if (i % 2 === 0) await client.tasks.finish({ id, minutes: 5 });
    now += 72 * HOUR;
    for (const [i, { id }] of made.entries()) if (i % 2 === 1) await client.tasks.finish({ id, minutes: 60 });
    await profile.settle(SETTLE_MS);
  }

  async function learner() {
    const { learners } = await client.learning.overview();
    return learners.find(({ target }) => target === 'sameDay');
  }

  /** What is asked for while the learners are loaded is predicted again afterwards. */
  async function predicted(): Promise<void> {
    await profile.settle(SETTLE_MS);
    while ((await client.learning.overview()).training.running?.phase === 'reading')
      await new Promise((done) => setTimeout(done, 20));
    await profile.settle(SETTLE_MS);
  }

  /** Until it has a model of its own. */
  async function trained(): Promise<void> {
    const deadline = performance.now() + SETTLE_MS;
    while ((await learner())?.version === null && performance.now() < deadline) {
      now += 2_000;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  it('is asked, logged, trained, compared with its baseline, shown and kept', async () => {
    await round(12);
    expect(await learner()).toMatchObject({ known: 12, needed: 10 });
    await trained();
    expect(await learner()).toMatchObject({ version: 1, active: true });
    await round(40);
    const { predictors } = await client.predictions.log();
    const view = predictors.find(({ target }) => target === 'sameDay')!;
    expect(view.outcomes).toBe(52);
    const last = view.series.at(-1)!;
    expect(last.error).toBeLessThan(last.baseline - 0.1);

    await profile.close();
    await open();
    const { models, learners } = await client.learning.overview();
    expect(models.filter(({ target }) => target === 'sameDay')).not.toEqual([]);
    expect(learners.map(({ target }) => target)).toEqual([
      ...PREDICTION_TARGETS.map(({ name }) => name),
      'sameDay',
    ]);
    const { known } = (await learner())!;
    expect(known).toBe(52);
  });
});
