import type { RecommendationKind, StallContext } from '../../core/domain/recommendation.ts';
import type { TaskId } from '../../core/ids.ts';

/** A recommendation that was answered, and what came of it. */
export interface RecommendationRow {
  id: string;
  /** May be gone since. */
  taskId: TaskId;
  kind: RecommendationKind;
  context: StallContext;
  answer: 'taken' | 'dismissed';
  /** Epoch ms. */
  at: number;
  /** Whether it helped; null while that is open, and for what was dismissed. */
  helped: boolean | null;
  /** When that was known, epoch ms; of what was dismissed, when it was. */
  decidedAt: number | null;
}

/** Answered recommendations. */
export interface RecommendationReader {
  /** Oldest first. */
  list(): RecommendationRow[];
  ofTask(id: TaskId): RecommendationRow[];
  /** Taken, and not known yet whether they helped. */
  undecided(): RecommendationRow[];
  /** Known after this moment (epoch ms), in the order in which they became known. */
  decidedAfter(at: number): RecommendationRow[];
}

/** Keeps answers and what came of them; each write is logged. */
export interface RecommendationWriter {
  insert(row: RecommendationRow): void;
  decide(id: string, helped: boolean, at: number): void;
}
