import type {
  RecommendationKind,
  RecommendationRecord,
  StallContext,
} from '../../core/domain/recommendation.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { RecommendationOutcome } from '../../core/ml-contract/index.ts';
import type { RecommendationRow } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import { Models, packState, type StoredState } from '../learning/models.ts';

/** The name of the model among the others, and the outcomes from which on another version of it is worth keeping. */
const MODEL = 'recommendations';
const LEAST_NEW = 5;
/** After a failure nothing is tried again before this. */
const PAUSE_MS = 600_000;
const MOST_SEEDS = 1_000;
const SEEDS = 2 ** 31;

interface Case {
  /** The same key gets the same draw for as long as the program runs, so that an order doesn't change under the eyes. */
  key: string;
  context: StallContext;
  kinds: readonly RecommendationKind[];
}

/** In which order recommendations are made: the ml process draws it, its versions are kept with those of the other models. */
export class Choosing {
  readonly #ctx: ServiceContext;
  readonly #models: Models;
  readonly #seeds = new Map<string, number>();
  #learning = false;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
    this.#models = new Models(ctx);
  }

  /** The kinds of each case, best first; as they came while the ml process is away. */
  async order(cases: readonly Case[]): Promise<RecommendationKind[][]> {
    const { ml } = this.#ctx;
    const asItCame = cases.map(({ kinds }) => [...kinds]);
    if (ml.state.process !== 'ready' || cases.every(({ kinds }) => kinds.length < 2)) return asItCame;
    const { state, outcomes } = await this.#known();
    const seeded = cases.map(({ key, context, kinds }) => ({
      context,
      kinds: [...kinds],
      seed: this.#seedOf(key),
    }));
    try {
      return (await ml.client.recommendations.rank({ state: state?.blob ?? null, outcomes, cases: seeded }))
        .ranked;
    } catch (error) {
      if (!(error instanceof DaymarkError)) throw error;
      if (error.code === 'stateDamaged' && state) this.#models.giveUp(MODEL, state.version);
      return asItCame;
    }
  }

  /** Makes another version when enough is new. */
  tick(): void {
    const { ml, clock, log } = this.#ctx;
    const now = clock();
    if (this.#learning || ml.state.process !== 'ready' || now - this.#triedAt < PAUSE_MS) return;
    const upTo = this.#models.versions(MODEL).find(({ active }) => active)?.metrics['upTo'];
    if (this.#since(Number(upTo ?? 0)).length < LEAST_NEW) return;
    this.#learning = true;
    this.#learn()
      .catch((error: unknown) => {
        this.#triedAt = now;
        log('warn', 'recommendations.failed', { name: error instanceof Error ? error.name : '?' });
      })
      .finally(() => {
        this.#learning = false;
      });
  }

  async #learn(): Promise<void> {
    const { state, outcomes, upTo } = await this.#known();
    const known = { state: state?.blob ?? null, outcomes };
    const { state: blob, examples } = await this.#ctx.ml.client.recommendations.learn(known);
    const metrics = {
      reason: 'count' as const,
      examples,
      championLoss: null,
      challengerLoss: null,
      promoted: true,
    };
    this.#models.save(MODEL, await packState(blob), metrics, upTo);
  }

  versions(): RecommendationRecord['versions'] {
    return this.#models.versions(MODEL).map(({ version, createdAt, active, metrics }) => ({
      version,
      at: createdAt,
      examples: Number(metrics['examples'] ?? 0),
      active,
    }));
  }

  /** @throws DaymarkError `notFound` for a version that isn't there */
  rollback(version: number | null): void {
    this.#models.rollback(MODEL, version, 0);
    this.#seeds.clear();
  }

  /** The active version, and the outcomes since then; after a step back only those since that. */
  async #known(): Promise<{ state: StoredState | null; outcomes: RecommendationOutcome[]; upTo: number }> {
    const state = await this.#models.load(MODEL);
    const rows = this.#since(state?.upTo ?? 0);
    return {
      state,
      outcomes: rows.map(({ kind, context, answer, helped }) => ({ kind, context, answer, helped })),
      upTo: rows.at(-1)?.decidedAt ?? state?.upTo ?? 0,
    };
  }

  #since(upTo: number): RecommendationRow[] {
    return this.#ctx.db.recommendations.decidedAfter(Math.max(upTo, this.#models.pinned(MODEL)?.at ?? 0));
  }

  #seedOf(key: string): number {
    const known = this.#seeds.get(key);
    if (known !== undefined) return known;
    if (this.#seeds.size >= MOST_SEEDS) this.#seeds.clear();
    const seed = Math.floor(this.#ctx.random() * SEEDS);
    this.#seeds.set(key, seed);
    return seed;
  }
}
