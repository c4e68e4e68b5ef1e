import type { LearningOverview, PredictionLogView, ModelVersionView } from '../../../core/domain/learning.ts';
import type { Insight } from '../../../core/insights.ts';
import type { LaggedCorrelation, PredictorMetrics } from '../../../core/metrics.ts';
import type { PromiseRecord } from '../../../core/domain/promise.ts';
import { say } from '../../../core/messages/index.ts';
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

/** What the odds of promises were, beside what came of them. */
export function promiseWords({ decided, expected, open }: PromiseRecord): string {
  const waiting = open === 0 ? '' : open === 1 ? '1 is still to come' : `${open} are still to come`;
  if (decided === 0) return `${waiting}.`;
  const said = `${Math.round(10 * expected) / 10} of ${decided} expected by the odds they were given with`;
  return waiting === '' ? said : `${said}; ${waiting}`;
}

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

/** What was found, as a sentence. */
export function sentenceOf({ id, params }: Pick<Insight, 'id' | 'params'>): string {
  return say({ key: `insight.${id}`, params });
}

/** What was found, in a few words. */
export function headlineOf({ id, params }: Insight): string {
  const where = params['project'] ? String(params['project']) : 'Your tasks';
  switch (id) {
    case 'peak-hours':
      return `Your best hours are ${params['from']}:00 to ${params['to']}:00.`;
    case 'under-estimates':
      return `${where}: plan ${Number(params['ratio']).toFixed(1)} times as long.`;
    case 'over-estimates':
      return `${where}: less time is enough.`;
    case 'deadline-rush':
      return 'You work close to deadlines.';
    case 'change':
      return 'Your habits changed.';
    case 'weekday-pattern':
      return `${WEEKDAYS[Number(params['weekday']) - 1]} are different.`;
    case 'stalls':
      return 'Some tasks stall.';
    case 'too-full-days':
      return 'Your lists are too full.';
    default:
      return 'Something stands out.';
  }
}

/** Parts of the program, as its metrics count them. */
export const FEATURE_NAMES: Record<string, string> = {
  capture: 'Adding tasks',
  edit: 'Editing tasks',
  timer: 'Timer and tracked time',
  finish: 'Finishing tasks',
  postpone: 'Postponing',
  drop: 'Won’t do',
  pin: 'Pinning blocks',
  reorder: 'Reordering',
  plan: 'Answering plan changes',
  suggestions: 'Answering suggestions',
  feedback: 'Rating estimates',
  undo: 'Undo',
};

/** How good a predictor is for this person, how soon it was, and how fast it gets better. */
export function predictorWords({
  target,
  outcomes,
  error,
  baseline,
  usefulAfter,
  per100,
}: PredictorMetrics): string {
  if (error === null || baseline === null) return 'No outcomes yet.';
  const now = `${errorWords(target, error)} off, simple rule ${errorWords(target, baseline)} (${outcomes} outcomes)`;
  const since =
    usefulAfter === null
      ? 'not better than the rule yet'
      : usefulAfter === 0
        ? 'as good as the rule from the start'
        : `better since outcome ${usefulAfter}`;
  const trend =
    per100 === null
      ? ''
      : `; ${percent(Math.abs(per100))} ${per100 < 0 ? 'less' : 'more'} error per 100 outcomes`;
  return `${now}; ${since}${trend}.`;
}

/** What is known of how quality and use go together. */
export function correlationWords(what: string, { r, range, pairs }: LaggedCorrelation): string {
  if (r === null || range === null) return `${what}: too few weeks to compare (${pairs}).`;
  const isClear = range[0] > 0 || range[1] < 0;
  const direction = r > 0 ? 'more' : 'fewer';
  const found = isClear
    ? `go with ${direction} active days the week after`
    : 'no clear link with the active days after';
  return `${what}: ${found} (r ${r.toFixed(2)}, 95% between ${range[0].toFixed(2)} and ${range[1].toFixed(2)}, ${pairs} weeks).`;
}

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
