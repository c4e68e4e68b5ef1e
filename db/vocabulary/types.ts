import type { TaskId } from '../../core/ids.ts';
import type { CaptureObservation, VocabularyRule } from '../../core/language.ts';

/** Rules of the personal language, and what its learner has not seen yet. */
export interface VocabularyReader {
  /** Most supported first. */
  list(): VocabularyRule[];
  get(id: string): VocabularyRule | undefined;
  /** The learner's own JSON, null at first. */
  learnerState(): string | null;
  /** Observations the learner has not seen, oldest first, with the number to give to `markLearned`. */
  unlearned(limit: number): { upTo: number; observations: CaptureObservation[] };
}

/** Keeps rules, observations and the learner’s state. */
export interface VocabularyWriter {
  /** Takes the learner's answer: replaces all rules and the state, and marks observations up to `upTo` as seen. */
  store(learned: { rules: readonly VocabularyRule[]; state: string; upTo: number }): void;
  /** Inserts or replaces one rule. */
  put(rule: VocabularyRule): void;
  remove(id: string): boolean;
  observe(observation: CaptureObservation, taskId: TaskId | null): void;
  /** Counts one use of each rule. */
  used(ids: readonly string[], at: number): void;
}
