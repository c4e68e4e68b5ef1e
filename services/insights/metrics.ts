import type { PredictionLogView } from '../../core/domain/learning.ts';
import type {
  FeatureUse,
  LaggedCorrelation,
  PredictorMetrics,
  RetentionWeek,
  SuccessMetrics,
} from '../../core/metrics.ts';
import { mean } from '../../core/statistics.ts';
import { addDays, dayOf } from '../../core/time/zoned.ts';
import type { ActivityCount, BehaviorType, FeedbackRecord } from '../../db/index.ts';
import { mondayOf } from '../habits/weeks.ts';

/** How well Daymark does for its person, from counts of what they did, what they said of guesses, and the prediction log. Pure. */

const MOST_WEEKS = 52;
const CERTAIN_WEEKS = 12;
const LEAST_PAIRS = 5;
const LEAST_WINDOWS = 3;
const RECENT_DAYS = 28;

/** What a person does with each part of the program, by the events it leaves behind. */
const FEATURES: Record<string, readonly BehaviorType[]> = {
  capture: ['created'],
  edit: ['edited', 'corrected'],
  timer: ['started', 'paused', 'tracked'],
  finish: ['finished'],
  postpone: ['deferred'],
  drop: ['dropped'],
  pin: ['pinned', 'unpinned'],
  reorder: ['reordered'],
  plan: ['planAccepted', 'planUndone'],
  suggestions: ['suggestionAccepted', 'suggestionDismissed'],
  feedback: ['feedback'],
  undo: ['undone'],
};

const ACCEPTED: ReadonlySet<BehaviorType> = new Set(['planAccepted', 'suggestionAccepted']);
const CORRECTED: ReadonlySet<BehaviorType> = new Set(['corrected', 'planUndone']);
const DISMISSED: ReadonlySet<BehaviorType> = new Set(['suggestionDismissed']);

export interface MetricsSource {
  activity: readonly ActivityCount[];
  feedback: readonly FeedbackRecord[];
  log: readonly PredictionLogView[];
  /** Local day of the request. */
  today: string;
  tz: string;
}

export function successMetricsOf(
  source: MetricsSource,
): Omit<SuccessMetrics, 'madeAt' | 'tz' | 'promises' | 'work'> {
  const weeks = retentionOf(source);
  return {
    predictors: source.log.map(predictorOf),
    satisfaction: satisfactionOf(source),
    features: Object.entries(FEATURES).map(([feature, types]) => useOf(feature, types, source)),
    retention: {
      weeks,
      acceptance: laggedCorrelationOf(weeks, ({ acceptance }) => acceptance),
      error: laggedCorrelationOf(weeks, ({ error }) => error),
      certain: weeks.length >= CERTAIN_WEEKS,
    },
  };
}

function predictorOf({ target, outcomes, active, series, inside80 }: PredictionLogView): PredictorMetrics {
  const last = series.at(-1);
  return {
    target,
    outcomes,
    active,
    error: last?.error ?? null,
    baseline: last?.baseline ?? null,
    inside80,
    usefulAfter: usefulAfter(series),
    per100: improvement(series),
    series: [...series],
  };
}

/** The outcomes before the first window from which on none was worse than the baseline's. */
function usefulAfter(series: PredictionLogView['series']): number | null {
  const worst = series.findLastIndex(({ error, baseline }) => error > baseline);
  if (series.length === 0 || worst === series.length - 1) return null;
  return series.slice(0, worst + 1).reduce((sum, { count }) => sum + count, 0);
}

/** Slope of log error over outcomes, as a share for a hundred of them. */
function improvement(series: PredictionLogView['series']): number | null {
  let seen = 0;
  const points = series.flatMap(({ error, count }) => {
    const x = seen + count / 2;
    seen += count;
    return error > 0 ? [{ x, y: Math.log(error) }] : [];
  });
  if (points.length < LEAST_WINDOWS) return null;
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const run = points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  if (run === 0) return null;
  const rise = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0);
  return Math.exp((100 * rise) / run) - 1;
}

/** What was said of offers, by the day on which it was said. */
function answersOf({ activity, feedback, tz }: MetricsSource): Answer[] {
  const kind = (type: BehaviorType): Answer['kind'] | null => {
    if (ACCEPTED.has(type)) return 'accepted';
    if (CORRECTED.has(type)) return 'corrected';
    return DISMISSED.has(type) ? 'dismissed' : null;
  };
  const done = activity.flatMap(({ day, type, count }): Answer[] => {
    const found = kind(type);
    return found ? [{ day, kind: found, count }] : [];
  });
  const verdicts = feedback.map(({ at, verdict }): Answer => ({
    day: dayOf(at, tz),
    kind: verdict === 'yes' ? 'accepted' : verdict === 'notNow' ? 'dismissed' : 'corrected',
    count: 1,
  }));
  return [...done, ...verdicts];
}

interface Answer {
  day: string;
  kind: 'accepted' | 'corrected' | 'dismissed';
  count: number;
}

function satisfactionOf(source: MetricsSource): SuccessMetrics['satisfaction'] {
  const answers = answersOf(source);
  const sum = (kind: Answer['kind']): number => total(answers.filter((one) => one.kind === kind));
  const [accepted, corrected, dismissed] = [sum('accepted'), sum('corrected'), sum('dismissed')];
  const all = accepted + corrected + dismissed;
  return {
    accepted,
    corrected,
    dismissed,
    share: all > 0 ? accepted / all : null,
    range: all > 0 ? wilson(accepted, all) : null,
  };
}

/** 95 % interval of a share (Wilson 1927). */
function wilson(count: number, of: number): [number, number] {
  const z = 1.96;
  const p = count / of;
  const centre = p + (z * z) / (2 * of);
  const half = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

function useOf(
  feature: string,
  types: readonly BehaviorType[],
  { activity, today }: MetricsSource,
): FeatureUse {
  const uses = activity.filter(({ type }) => types.includes(type));
  const since = addDays(today, -RECENT_DAYS);
  return {
    feature,
    uses: total(uses),
    lastFourWeeks: total(uses.filter(({ day }) => day > since)),
    weeks: new Set(uses.map(({ day }) => mondayOf(day))).size,
  };
}

function retentionOf(source: MetricsSource): RetentionWeek[] {
  const { activity, today, log, tz } = source;
  const firstDay = activity[0]?.day;
  if (firstDay === undefined) return [];
  const thisWeek = mondayOf(today);
  const answers = Map.groupBy(answersOf(source), ({ day }) => mondayOf(day));
  const days = Map.groupBy(activity, ({ day }) => mondayOf(day));
  const duration = log.find(({ target }) => target === 'duration')?.series ?? [];
  const errors = Map.groupBy(duration, ({ until }) => mondayOf(dayOf(until, tz)));
  const weeks: RetentionWeek[] = [];
  for (let from = mondayOf(firstDay); from < thisWeek; from = addDays(from, 7)) {
    const verdicts = answers.get(from) ?? [];
    const windows = errors.get(from) ?? [];
    const baseline = total(windows.map(({ baseline: value, count }) => ({ count: value * count })));
    const error = total(windows.map(({ error: value, count }) => ({ count: value * count })));
    weeks.push({
      from,
      activeDays: new Set((days.get(from) ?? []).map(({ day }) => day)).size,
      acceptance:
        verdicts.length > 0
          ? total(verdicts.filter(({ kind }) => kind === 'accepted')) / total(verdicts)
          : null,
      error: baseline > 0 ? error / baseline : null,
    });
  }
  return weeks.slice(-MOST_WEEKS);
}

/** How a quality of one week goes with the active days of the next. */
export function laggedCorrelationOf(
  weeks: readonly RetentionWeek[],
  qualityOf: (week: RetentionWeek) => number | null,
): LaggedCorrelation {
  const pairs = weeks.slice(0, -1).flatMap((week, i) => {
    const quality = qualityOf(week);
    return quality === null ? [] : [{ x: quality, y: weeks[i + 1]!.activeDays }];
  });
  const n = pairs.length;
  const nothing = { pairs: n, r: null, range: null };
  if (n < LEAST_PAIRS) return nothing;
  const [mx, my] = [mean(pairs.map(({ x }) => x)), mean(pairs.map(({ y }) => y))];
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y } of pairs) {
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
    xy += (x - mx) * (y - my);
  }
  if (xx < 1e-12 || yy < 1e-12) return nothing;
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  const z = Math.atanh(Math.max(-0.9999, Math.min(0.9999, r)));
  const half = 1.96 / Math.sqrt(n - 3);
  return { pairs: n, r, range: [Math.tanh(z - half), Math.tanh(z + half)] };
}

function total(values: readonly { count: number }[]): number {
  return values.reduce((sum, { count }) => sum + count, 0);
}
