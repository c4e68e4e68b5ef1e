import type { LearningOverview, LedgerView, ModelVersionView } from '../../../core/domain/learning.ts';
import { minutes, percent } from '../../ui/format.ts';

/** What the page says of numbers. */

type Learner = LearningOverview['learners'][number];

export const NAMES: Record<string, string> = {
  duration: 'How long tasks take',
  priority: 'What you take next',
};

/** An error in the unit of its predictor. */
export function errorWords(target: string, error: number): string {
  return target === 'priority' ? percent(error) : minutes(Math.max(1, Math.round(error)));
}

/** How far a learner is, and who answers now. */
export function stateWords({ target, known, needed, learning, active, version, pinned }: Learner): string {
  const things = target === 'duration' ? 'finished tasks' : 'choices';
  if (known < needed)
    return `Still learning: ${known} of ${needed} ${things} until it has a model of its own.`;
  const so = learning ? `Still learning, from ${known} ${things} so far` : `Learned from ${known} ${things}`;
  if (!active) return `${so}; simple rules do better just now, so they answer.`;
  if (version === null) return `${so}; the base model answers.`;
  return `${so}; version ${version} answers${pinned ? ', as you chose' : ''}.`;
}

/** What the chart shows, in one sentence, for those who don't see it. */
export function chartWords({ target, series }: LedgerView): string {
  const last = series.at(-1);
  if (!last) return 'No outcomes yet.';
  const rule = target === 'priority' ? 'the urgency rule' : 'the median of the project';
  const what = target === 'priority' ? 'picks outside the first three' : 'mean error';
  return `Over the last ${last.count} outcomes: ${what} ${errorWords(target, last.error)}, ${rule} ${errorWords(target, last.baseline)}.`;
}

/** Why a version came to be, and how it did against the one before. */
export function versionWords({ metrics, damaged }: ModelVersionView): string {
  if (damaged) return 'can no longer be read';
  if (!metrics) return '';
  const examples = `${metrics.examples} examples`;
  const { challengerLoss, championLoss } = metrics;
  if (championLoss === null || challengerLoss === null) return `first model, ${examples}`;
  const better = championLoss - challengerLoss;
  const amount =
    Math.abs(better) < 0.005 ? 'as good as before' : better > 0 ? 'better than before' : 'no better';
  const drift = metrics.reason === 'drift' ? ', because your ways changed' : '';
  return `${examples}, ${metrics.promoted ? amount : 'the older trees stayed'}${drift}`;
}
