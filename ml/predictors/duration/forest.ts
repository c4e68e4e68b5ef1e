import { categoricalMask, durationSchema } from '../../features/index.ts';
import {
  arrayOf,
  damaged,
  decodeState,
  encodeState,
  forestFromState,
  forestToState,
  RandomForest,
  type Explanation,
} from '../../trees/index.ts';
import type { Predictive } from './predictive.ts';

/** Rows half as old as this many tasks count as drawn; older ones are drawn less often, halving each time. */
const HALF_LIFE_TASKS = 2000;
/** Rows drawn for a tree: more only makes its state larger, each tree being one voice among many. */
const MAX_DRAWN = 1500;
const VERSION = 1;

/** Settings of the duration forest. */
export interface ForestModelParams {
  readonly trees: number;
  readonly minLeaf: number;
  readonly maxFeatures: number;
  readonly seed: number;
}

const DEFAULTS: ForestModelParams = { trees: 60, minLeaf: 5, maxFeatures: 0.2, seed: 1 };

/** A quantile forest over log2 minutes on the columns of `durationSchema`. */
export class DurationForest {
  readonly params: ForestModelParams;
  #forest: RandomForest | undefined;

  constructor(params: Partial<ForestModelParams> = {}) {
    this.params = { ...DEFAULTS, ...params };
  }

  /**
   * `table` holds rows of the schema, oldest first; `values` are log2 minutes. `grown` hears how many trees stand.
   */
  fit(table: Float32Array | Float64Array, values: ArrayLike<number>, grown?: (trees: number) => void): this {
    const cols = durationSchema.columns.length;
    const rows = values.length;
    const weights = Float64Array.from({ length: rows }, (_, i) => 0.5 ** ((rows - i) / HALF_LIFE_TASKS));
    const sampleShare = Math.min(1, MAX_DRAWN / Math.max(1, rows));
    this.#forest = new RandomForest({ ...this.params, sampleShare, keepLeaves: true }).fit(
      { rows, cols, values: Float64Array.from(table), categorical: categoricalMask(durationSchema) },
      Float64Array.from(values),
      weights,
      grown,
    );
    return this;
  }

  predict(row: Float64Array): Predictive {
    return this.#trained().distribution(row);
  }

  /** Contributions of the columns in log2 minutes. */
  explain(row: Float64Array): Explanation {
    return this.#trained().explain(row);
  }

  #trained(): RandomForest {
    if (!this.#forest) throw new RangeError('this model has not been trained');
    return this.#forest;
  }

  toState(): Uint8Array {
    const meta = { schema: durationSchema.version, params: this.params };
    return encodeState('durationForest', VERSION, {
      meta,
      arrays: { forest: forestToState(this.#trained()) },
    });
  }

  /** `stateDamaged` for anything but a forest trained on this schema. */
  static fromState(bytes: Uint8Array): DurationForest {
    const content = decodeState(bytes, 'durationForest', VERSION);
    const { meta } = content;
    if (typeof meta !== 'object' || meta === null || !('schema' in meta))
      throw damaged('its schema is missing');
    if (meta.schema !== durationSchema.version) {
      throw damaged(
        `it was trained on feature schema ${String(meta.schema)}, this program has ${durationSchema.version}`,
      );
    }
    const forest = forestFromState(arrayOf(content, 'forest', 'u8'));
    if (forest.model.mapper.cols !== durationSchema.columns.length)
      throw damaged('its columns differ from the schema');
    const { trees, minLeaf, maxFeatures, seed } = forest.params;
    const made = new DurationForest({ trees, minLeaf, maxFeatures, seed });
    made.#forest = forest;
    return made;
  }
}
