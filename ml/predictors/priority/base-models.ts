import { z } from 'zod';
import { DaymarkError } from '../../../core/errors.ts';
import {
  arrayOf,
  boostingFromState,
  boostingToState,
  damaged,
  decodeState,
  encodeState,
  type GradientBoosting,
  type Matrix,
} from '../../trees/index.ts';
import { PRIORITY_COLUMNS, PRIORITY_SCHEMA_VERSION } from './columns.ts';

const VERSION = 1;
const meta = z.object({
  schema: z.number(),
  clusters: z.array(z.object({ name: z.string(), bytes: z.int() })),
});

/** How one kind of person chooses: trees on top of Taskwarrior's urgency. */
export interface BaseCluster {
  readonly name: string;
  readonly trees: GradientBoosting;
}

/** How strongly a point of urgency pulls before anything is known (log odds). */
export const URGENCY_PULL = 0.35;

/** Raw scores of rows of `PRIORITY_COLUMNS` under urgency alone. */
export function urgencyScores(rows: Float64Array): Float64Array {
  const cols = PRIORITY_COLUMNS.length;
  return Float64Array.from({ length: rows.length / cols }, (_, i) => URGENCY_PULL * rows[i * cols]!);
}

/** What a cluster adds to urgency. */
export function clusterScores(cluster: BaseCluster, rows: Float64Array): Float64Array {
  return cluster.trees.predictRaw(matrixOfRows(rows));
}

/** Rows of `PRIORITY_COLUMNS` as the trees take them. */
export function matrixOfRows(rows: Float64Array): Matrix {
  return { rows: rows.length / PRIORITY_COLUMNS.length, cols: PRIORITY_COLUMNS.length, values: rows };
}

/** Packs base models for `resources/base-models/`. */
export function encodeBase(clusters: readonly BaseCluster[]): Uint8Array {
  const states = clusters.map((c) => boostingToState(c.trees));
  const joined = new Uint8Array(states.reduce((sum, s) => sum + s.length, 0));
  let at = 0;
  for (const state of states) {
    joined.set(state, at);
    at += state.length;
  }
  const notes = clusters.map((c, i) => ({ name: c.name, bytes: states[i]!.length }));
  return encodeState('priorityBase', VERSION, {
    meta: { schema: PRIORITY_SCHEMA_VERSION, clusters: notes },
    arrays: { joined },
  });
}

/** The reverse. @throws DaymarkError `stateDamaged` for anything else or another schema */
export function decodeBase(bytes: Uint8Array): BaseCluster[] {
  const content = decodeState(bytes, 'priorityBase', VERSION);
  const parsed = meta.safeParse(content.meta);
  if (!parsed.success) throw damaged('its notes are incomplete', parsed.error);
  if (parsed.data.schema !== PRIORITY_SCHEMA_VERSION)
    throw damaged('it was trained on another feature schema');
  const joined = arrayOf(content, 'joined', 'u8');
  let at = 0;
  return parsed.data.clusters.map(({ name, bytes: length }) => {
    const trees = boostingFromState(joined.slice(at, at + length));
    if (trees.model.mapper.cols !== PRIORITY_COLUMNS.length)
      throw damaged('its columns differ from the schema');
    at += length;
    return { name, trees };
  });
}

/** Base models of another version are as good as none. */
export function readableBase(bytes: Uint8Array | null): BaseCluster[] {
  if (!bytes) return [];
  try {
    return decodeBase(bytes);
  } catch (error) {
    if (error instanceof DaymarkError) return [];
    throw error;
  }
}
