import type { Insights } from '../../../core/insights.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { chartsOf } from './charts.ts';
import { detectChange } from './change.ts';
import { detectRush } from './deadlines.ts';
import { detectEstimates } from './estimates.ts';
import { INSIGHT_IDS, type Detector, type Finding } from './finding.ts';
import { detectPeak } from './hours.ts';
import { detectFullDays, detectWeekday } from './lists.ts';
import { dayOf, observationsOf } from './observations.ts';
import { metricsOf, profileOf } from './portrait.ts';
import { detectStalls } from './stalls.ts';
import { adjusted } from './statistics.ts';

/** How often at most, over everything looked at, what is told may be chance. */
const FALSE_DISCOVERIES = 0.05;
/** Fewer tasks with an outcome, or days, say nothing. */
const ENOUGH_TASKS = 25;
const ENOUGH_DAYS = 10;

const DETECTORS: readonly Detector[] = [
  detectChange,
  detectFullDays,
  detectRush,
  detectEstimates,
  detectPeak,
  detectWeekday,
  detectStalls,
];

/**
 * What a history says about a person: only what holds up against chance, corrected for all that was looked at (Benjamini and
 * Hochberg 1995). Nothing with too little to go by. `now`: what came later is not looked at; null: the end of the history.
 *
 * @throws DaymarkError `invalidInput` for a date that is none
 */
export function insightsOf(
  lines: readonly HistoryTask[],
  { tz, now = null }: { tz: string; now?: string | null },
): Insights {
  const observations = observationsOf(lines, tz, now);
  const known = observations.filter(({ done }) => done !== null);
  const days = new Set(observations.map(({ created }) => dayOf(created))).size;
  const isEnough = known.length >= ENOUGH_TASKS && days >= ENOUGH_DAYS;
  const looked = (isEnough ? DETECTORS : [])
    .map((detect) => detect(observations))
    .filter((f) => f.length > 0);
  const least = looked.map((findings) => Math.min(...findings.map(({ p }) => p)));
  const certain = adjusted(least);
  const reported = looked
    .flatMap((findings, i) =>
      findings.map((finding) => ({ finding, p: Math.min(1, (finding.p * certain[i]!) / least[i]!) })),
    )
    .filter(({ p }) => p <= FALSE_DISCOVERIES)
    .filter(
      ({ finding }, _i, all) =>
        !isExplained(
          finding,
          all.map((one) => one.finding),
        ),
    )
    .toSorted((a, b) => a.p - b.p || orderOf(a.finding) - orderOf(b.finding));
  return {
    insights: reported.map(({ finding, p }) => insightOf(finding, p)),
    quiet: isEnough ? (reported.length === 0 ? 'nothing-certain' : null) : 'too-little',
    profile: profileOf(observations),
    metrics: metricsOf(observations),
    charts: chartsOf(observations),
  };
}

/**
 * What stands at the end of a list that is too long is left undone, and more and more of it is carried over: no matter of the hour, and
 * no change of habits.
 */
function isExplained({ id, params }: Finding, reported: readonly Finding[]): boolean {
  const isFull = reported.some((one) => one.id === 'too-full-days');
  if (id === 'peak-hours') return isFull && params['by'] === 'completion';
  return id === 'change' && isFull && ['completion', 'lag', 'deferrals'].includes(String(params['what']));
}

function orderOf({ id }: Finding): number {
  return INSIGHT_IDS.indexOf(id);
}

function insightOf({ id, params, effect, since, tasks }: Finding, p: number): Insights['insights'][number] {
  const confidence = Math.round((1 - p) * 1000) / 1000;
  const rounded = Math.round(effect * 1000) / 1000;
  return {
    id,
    params: { ...params },
    confidence,
    effect: rounded,
    ...(since ? { since } : {}),
    tasks: [...tasks],
  };
}
