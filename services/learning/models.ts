import { webcrypto } from 'node:crypto';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { Message } from '../../core/messages/index.ts';
import type { LearnerTarget, TrainingMetrics } from '../../core/ml-contract/index.ts';
import { compressWeights, decompressWeights, type ModelVersion } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';

/**
 * Versions of what was learned. Each carries a checksum; one that no longer reads is passed over for the version
 * before it, in the end for the base model, and a note says so.
 */

/** Inactive versions kept besides the active one. */
const KEPT_VERSIONS = 8;
const MAX_NOTES = 5;

/** A stored version as it is handed to the ml process. */
export interface StoredState {
  version: number;
  /** Base64, as the ml process takes it. */
  blob: string;
  /** The newest outcome, or choice, that is in it, epoch ms. */
  upTo: number;
}

/** A state as it is stored. */
export interface PackedState {
  weights: Uint8Array;
  checksum: string;
}

/** Compresses what the ml process answered (base64) off the calling loop; `Models.save` then takes it at once. */
export async function packState(blob: string): Promise<PackedState> {
  const state = new Uint8Array(Buffer.from(blob, 'base64'));
  const [weights, checksum] = await Promise.all([compressWeights(state), checksumOf(state)]);
  return { weights, checksum };
}

/** Something the person should know of their models. */
export interface Note {
  at: number;
  message: Message;
}

/** A version the person went back to; null is the base model. */
export interface Pinned {
  version: number | null;
  at: number;
  /** How much was known then: training waits until enough is new since. */
  known: number;
}

const noteList = z.array(
  z.object({
    at: z.number(),
    message: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  }),
);
const pinnedShape = z.object({ version: z.int().nullable(), at: z.number(), known: z.int() });

/** Stores, reads, prunes and rolls back versions of each target's model. */
export class Models {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Stores a trained state as the active version. */
  save(
    target: LearnerTarget,
    { weights, checksum }: PackedState,
    metrics: TrainingMetrics,
    upTo: number,
  ): number {
    const { db, clock } = this.#ctx;
    return db.transaction(() => {
      const version = db.modelWeights.save({
        modelType: target,
        weights,
        metrics: { ...metrics, upTo, checksum },
        active: true,
        createdAt: clock(),
      });
      db.modelWeights.prune(target, KEPT_VERSIONS);
      db.settings.setState(pinKey(target), null);
      return version;
    });
  }

  /** The active version, or the newest older one that still reads. Null: the base model. */
  async load(target: LearnerTarget): Promise<StoredState | null> {
    const { db } = this.#ctx;
    for (;;) {
      const active = db.modelWeights.versions(target).find((version) => version.active);
      if (!active) return null;
      const state = await this.#read(target, active.version);
      if (state) return state;
      this.giveUp(target, active.version);
    }
  }

  /** A version turned out to be damaged: the one before takes over. */
  giveUp(target: LearnerTarget, version: number): void {
    const { db, log } = this.#ctx;
    const damaged = [...this.damaged(), `${target}/${version}`];
    db.settings.setState('learning.damaged', JSON.stringify(damaged));
    const before = db.modelWeights
      .versions(target)
      .find((one) => one.version < version && !damaged.includes(`${target}/${one.version}`));
    if (before) db.modelWeights.activate(target, before.version);
    else db.modelWeights.deactivate(target);
    log('warn', 'model.damaged', { target, version, instead: before?.version ?? null });
    this.#note({
      key: before ? 'learning.damaged' : 'learning.damagedBase',
      params: { target, version, instead: before?.version ?? 0 },
    });
  }

  async #read(target: LearnerTarget, version: number): Promise<StoredState | null> {
    try {
      const model = this.#ctx.db.modelWeights.get(target, version);
      if (!model) return null;
      const state = await decompressWeights(model.weights);
      if (model.metrics['checksum'] !== (await checksumOf(state))) return null;
      const upTo = Number(model.metrics['upTo'] ?? 0);
      return { version, blob: Buffer.from(state).toString('base64'), upTo };
    } catch (error) {
      if (error instanceof DaymarkError && error.code === 'stateDamaged') return null;
      throw error;
    }
  }

  /** Goes back to a version, or with null to the base model. */
  rollback(target: LearnerTarget, version: number | null, known: number): void {
    const { db, clock } = this.#ctx;
    if (version !== null && this.damaged().includes(`${target}/${version}`))
      throw new DaymarkError('stateDamaged', { reason: `${target} version ${version}` });
    db.transaction(() => {
      if (version === null) db.modelWeights.deactivate(target);
      else db.modelWeights.activate(target, version);
      const pinned: Pinned = { version, at: clock(), known };
      db.settings.setState(pinKey(target), JSON.stringify(pinned));
    });
  }

  pinned(target: LearnerTarget): Pinned | null {
    return pinnedShape
      .nullable()
      .catch(null)
      .parse(this.#state(pinKey(target)));
  }

  active(target: LearnerTarget): number | null {
    return this.versions(target).find((version) => version.active)?.version ?? null;
  }

  versions(target: LearnerTarget): ModelVersion[] {
    return this.#ctx.db.modelWeights.versions(target);
  }

  damaged(): string[] {
    return z.array(z.string()).catch([]).parse(this.#state('learning.damaged'));
  }

  notes(): Note[] {
    return noteList.catch([]).parse(this.#state('learning.notes'));
  }

  #note(message: Message): void {
    const notes = [{ at: this.#ctx.clock(), message }, ...this.notes()].slice(0, MAX_NOTES);
    this.#ctx.db.settings.setState('learning.notes', JSON.stringify(notes));
  }

  #state(key: string): unknown {
    const text = this.#ctx.db.settings.state(key);
    try {
      return text === null ? null : JSON.parse(text);
    } catch {
      return null;
    }
  }
}

function pinKey(target: LearnerTarget): string {
  return `learning.pinned.${target}`;
}

async function checksumOf(state: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', state)).toString('hex');
}
