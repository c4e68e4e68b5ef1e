import { describe, expect, it } from 'vitest';
import type { RecommendationKind, RecommendationRecord } from '../../core/domain/recommendation.ts';
import { helpedWords, recordLines } from './recommendation.ts';

const kindWith = (kind: RecommendationKind, count: number, of: number, better: number | null) => ({
  kind,
  taken: of,
  dismissed: 0,
  helped: { count, of },
  better,
});
const record = (...kinds: RecommendationRecord['kinds']): RecommendationRecord => ({
  kinds,
  without: { count: 8, of: 30 },
  versions: [],
});

describe('what is said of recommendations', () => {
  it('counts how often they helped', () => {
    expect([0, 1, 9].map((of) => helpedWords({ count: Math.min(of, 7), of }))).toEqual([
      '',
      'Helped the last time.',
      'Helped 7 of 9 times.',
    ]);
  });

  it('compares with nothing done only as far as that is sure', () => {
    const lines = recordLines(
      record(
        kindWith('split', 7, 9, 0.99),
        kindWith('firstStep', 2, 5, 0.7),
        kindWith('betterHour', 0, 9, 0.04),
        kindWith('pair', 0, 0, null),
        kindWith('drop', 3, 4, null),
      ),
    );
    expect(lines).toEqual([
      'Splitting helped in 7 of 9; 8 of 30 without, so it seems to help.',
      'A short first step helped in 2 of 5; 8 of 30 without. Too early to tell.',
      'A better hour helped in 0 of 9; 8 of 30 without, so it seems not to help.',
      'Letting go still stood a week later in 3 of 4.',
    ]);
  });
});
