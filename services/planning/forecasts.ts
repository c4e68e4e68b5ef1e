import type { StoredPlan } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import type { WorkProfile } from './work-profile.ts';
import type { ViewParts } from './view.ts';

const SAMPLES = 400;
/** A helper that is this late has failed; no one waits for its forecast any longer. */
const TIMEOUT_MS = 15_000;

const NONE: ViewParts['forecast'] = { days: [], tasks: [] };

/** The forecast of the plan in force. Kept while the program runs, and made again when the plan is. */
export class Forecasts {
  readonly #ctx: ServiceContext;
  readonly #workProfile: WorkProfile;
  #revision = -1;
  #forecast = NONE;
  /** The local day it was made on. */
  #day = '';
  /** Whether the forecast was made for this revision, not carried over from one with the same blocks. */
  #fresh = false;

  constructor(ctx: ServiceContext, workProfile: WorkProfile) {
    this.#ctx = ctx;
    this.#workProfile = workProfile;
  }

  /**
   * What is known of a plan's revision. Until that has been made, what was said of the plan before stays, as long as it is
   * about the same day.
   */
  of(revision: number | undefined, day: string): ViewParts['forecast'] {
    if (revision === undefined || this.#revision === -1) return NONE;
    if (this.#revision === revision) return this.#forecast;
    return this.#day === day ? { ...this.#forecast, isOld: true } : NONE;
  }

  /** The same blocks have a new revision: what was said of them stays on the screen until it is said again. */
  carry(from: number, to: number): void {
    if (this.#revision !== from) return;
    this.#revision = to;
    this.#fresh = false;
  }

  /** Makes the forecast of a plan, once; answers whether there is something new to show. Never rejects. */
  async make({ revision, problem, plan }: StoredPlan): Promise<boolean> {
    if (this.#revision === revision && this.#fresh) return false;
    if (this.#ctx.ml.state.process !== 'ready') return false;
    try {
      const pace = this.#workProfile.pace();
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const input = { problem, plan, samples: SAMPLES, ...(pace ? { pace } : {}) };
      this.#forecast = await this.#ctx.ml.client.forecast(input, { signal });
      this.#revision = revision;
      this.#day = problem.now.slice(0, 10);
      this.#fresh = true;
      return true;
    } catch {
      // The plan is good without its forecast; the next one, or the helper's return, brings it.
      return false;
    }
  }
}
