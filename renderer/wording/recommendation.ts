import type {
  Recommendation,
  RecommendationKind,
  RecommendationRecord,
  Tally,
} from '../../core/domain/recommendation.ts';

/** What is said of recommendations beside their own sentences. */

/** Names short enough for a row, and for what is reported of them. */
const NAMES: Record<RecommendationKind, string> = {
  firstStep: 'A short first step',
  split: 'Splitting',
  betterHour: 'A better hour',
  pair: 'Pairing with a habit',
  delegate: 'Asking someone',
  drop: 'Letting go',
};
const SHORT: Record<RecommendationKind, string> = {
  firstStep: '10-minute start',
  split: 'Split',
  betterHour: 'Better hour',
  pair: 'After a habit',
  delegate: 'Ask someone',
  drop: 'Let go',
};

export function shortName({ kind }: Pick<Recommendation, 'kind'>): string {
  return SHORT[kind];
}

/** "Helped 7 of 9 times."; nothing before it is known once. */
export function helpedWords({ count, of }: Tally): string {
  if (of === 0) return '';
  return of === 1
    ? count === 1
      ? 'Helped the last time.'
      : 'Did not help the last time.'
    : `Helped ${count} of ${of} times.`;
}

/** So sure that one thing helps more often than nothing, or less often, is said. */
const SURE = 0.9;

/** What came of what was taken, one line a kind. */
export function recordLines({ kinds, without }: RecommendationRecord): string[] {
  return kinds.flatMap(({ kind, helped, better }) => {
    if (helped.of === 0) return [];
    const name = NAMES[kind];
    if (kind === 'drop' || kind === 'delegate')
      return [`${name} still stood a week later in ${helped.count} of ${helped.of}.`];
    const line = `${name} helped in ${helped.count} of ${helped.of}`;
    if (better === null) return [`${line}.`];
    const beside = `${without.count} of ${without.of} without`;
    if (better >= SURE) return [`${line}; ${beside}, so it seems to help.`];
    if (better <= 1 - SURE) return [`${line}; ${beside}, so it seems not to help.`];
    return [`${line}; ${beside}. Too early to tell.`];
  });
}
