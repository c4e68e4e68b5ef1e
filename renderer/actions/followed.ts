import type { Task } from '../../core/domain/task.ts';
import { relativeMoment } from '../wording/format.ts';

/** What comes after a closed task of a series: ", next Monday", or that it was the last. Empty for what doesn't repeat. */
export function followedWords(followed: { next: Task | null; ended: boolean }, now: string): string {
  if (followed.ended) return '. That was the last one';
  const again = followed.next?.start ?? followed.next?.date ?? null;
  return again === null ? '' : `, next ${relativeMoment(again, now.slice(0, 10))}`;
}
