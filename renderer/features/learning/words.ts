import type { LearningOverview, PredictionLogView, ModelVersionView } from '../../../core/domain/learning.ts';
import { minutes, percent } from '../../wording/format.ts';

/** What the page says of numbers. */

type Learner = LearningOverview['learners'][number];

export const NAMES: Record<string, string> = {
  duration: 'How long tasks take',
  priority: 'What you do next',
  completion: 'What gets done',
  onTime: 'What gets done on time',
  followThrough: 'What gets done as planned',
  procrastination: 'What you postpone',
};

const THINGS: Record<Learner['target'], string> = {
  duration: 'finished tasks',
  priority: 'choices',
  completion: 'finished and dropped tasks',
  onTime: 'tasks with a deadline',
  followThrough: 'days',
  procrastination: 'finished and dropped tasks',
};

/** What is measured, and the simple rule it is compared with. */
export const COMPARED: Record<string, { what: string; rule: string; short: string }> = {
  duration: { what: 'mean error', rule: 'median of the project', short: 'project median' },
  priority: { what: 'picks outside the first three', rule: 'urgency rule', short: 'urgency rule' },
  completion: { what: 'mean squared error', rule: 'average for similar tasks', short: 'average' },
  followThrough: { what: 'mean squared error', rule: 'usual share of a day', short: 'usual share' },
  onTime: { what: 'mean squared error', rule: 'average for similar tasks', short: 'average' },
  procrastination: { what: 'mean squared error', rule: 'average for similar tasks', short: 'average' },
};

/** An error in the unit of its predictor. */
export function errorWords(target: string, error: number): string {
  if (target === 'priority') return percent(error);
  return target === 'duration' ? minutes(Math.max(1, Math.round(error))) : error.toFixed(2);
}

/** How far a learner is, and who answers now. */
export function stateWords({ target, known, needed, learning, active, version, pinned }: Learner): string {
  const things = THINGS[target] ?? 'outcomes';
  if (known < needed) return `Still learning: ${known} of ${needed} ${things} needed for its own model.`;
  const so = learning ? `Still learning, from ${known} ${things} so far` : `Learned from ${known} ${things}`;
  if (!active) return `${so}; simple rules are more accurate for now, so they are used.`;
  if (version === null) return `${so}; using the base model.`;
  return `${so}; using version ${version}${pinned ? ', as you chose' : ''}.`;
}

/** What the chart shows, in one sentence, for those who don't see it. */
export function chartWords({ target, series }: PredictionLogView): string {
  const last = series.at(-1);
  if (!last) return 'No outcomes yet.';
  const { what, rule } = COMPARED[target] ?? COMPARED['duration']!;
  return `Over the last ${last.count} outcomes: ${what} ${errorWords(target, last.error)}, the ${rule} ${errorWords(target, last.baseline)}.`;
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
  const drift = metrics.reason === 'drift' ? ', because your habits changed' : '';
  return `${examples}, ${metrics.promoted ? amount : 'the previous version was kept'}${drift}`;
}
