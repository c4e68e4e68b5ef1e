import type { SimilarTask } from '../../core/domain/prediction.ts';
import type { Neighbour } from '../../db/index.ts';

/** Neighbours as the database found them, in the two shapes the models take. */
export interface Evidence {
  /** Finished ones with a known time. */
  finished: SimilarTask[];
  all: {
    taskId: Neighbour['taskId'];
    title: string;
    actualMin: number | null;
    similarity: number;
    project: string | null;
    tags: string[];
    durationMin: number | null;
    startHour: number | null;
  }[];
}

/** Puts neighbours into those shapes, in their order. */
export function evidenceOf(neighbours: readonly Neighbour[]): Evidence {
  const finished: SimilarTask[] = [];
  for (const { taskId, title, similarity, status, actualMin } of neighbours) {
    if (status === 'done' && actualMin !== null) finished.push({ taskId, title, actualMin, similarity });
  }
  const all = neighbours.map(
    ({ taskId, title, similarity, actualMin, project, tags, durationMin, startHour }) => ({
      taskId,
      title,
      similarity,
      actualMin,
      project,
      tags,
      durationMin,
      startHour,
    }),
  );
  return { finished, all };
}
