import { DaymarkError } from '../core/errors.ts';
import type { DataKey } from './keyring.ts';
import type { Mailbox } from './mailbox/types.ts';
import type { ReplicaStore } from './replica.ts';

/** What a round works with. */
export interface RoundParts {
  db: ReplicaStore;
  schemaVersion: number;
  mailbox: Mailbox;
  keys: readonly DataKey[];
  clock(): number;
  /** Runs a write of origin `remote` as one transaction, with what follows from it. */
  commit<T>(work: () => T): T;
  /** Lets others have the loop. */
  yieldToEvents(): Promise<void>;
  /** Told after each step, for a progress bar. */
  progress?(done: Progress): void;
  signal?: AbortSignal | undefined;
  /** A snapshot takes the place of batches when there are more; 200 unless said otherwise. */
  batchesPerSnapshot?: number | undefined;
}

/** Rows that went and came so far. */
export interface Progress {
  pushed: number;
  pulled: number;
}

/** Rows that are taken in by one transaction, where groups allow it: so long the loop is held. */
export const MERGE_ROWS = 20;

/** @throws DaymarkError `cancelled` once the round is to end. */
export function checkCancelled({ signal }: Pick<RoundParts, 'signal'>): void {
  if (signal?.aborted) throw new DaymarkError('cancelled');
}
