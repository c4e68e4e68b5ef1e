import type { PromiseDay } from '../../../core/domain/promise.ts';
import { shortDay } from '../../wording/format.ts';

const NAMED = 3;

/** What a promise would push out. */
export function movesWords({ moves }: PromiseDay, today: string): string {
  if (moves.length === 0) return 'Nothing else has to move.';
  const named = moves
    .slice(0, NAMED)
    .map(({ title, to }) =>
      to === null ? `${title} out of the days planned` : `${title} to ${shortDay(to, today)}`,
    );
  const more = moves.length - named.length;
  return `Moves ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
