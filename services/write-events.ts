import type { TaskId } from '../core/ids.ts';
import type { OrderChoice } from '../core/ml-contract/index.ts';

/**
 * What the write path says once a write is durable, to those who learn from it. Derived from the changed rows and the
 * stored behaviour events, so that no use case tells a learner anything itself.
 */
export type WriteEvent =
  | {
      type: 'outcomeRecorded';
      taskId: TaskId;
      /**
       * False for a task that has just been done or given up. True when an outcome that may have been learned from is
       * another one now, or none: it was taken back, corrected, or its task is gone.
       */
      revised: boolean;
    }
  | {
      type: 'choiceMade';
      choice: OrderChoice;
      /** The stored behaviour event, so that a choice that is read back with the past doesn't count twice. */
      event: { id: string; at: number };
      /** The choice answers a question of the program. */
      asked: boolean;
    };

/** Listeners are called one after the other, in the order in which they came; none may throw. */
export class WriteEvents {
  readonly #listeners = new Set<(event: WriteEvent) => void>();

  /** Answers how to stop listening. */
  subscribe(listener: (event: WriteEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: WriteEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
