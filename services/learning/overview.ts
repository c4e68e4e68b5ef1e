import type { CalibrationPoint, LearningOverview, PredictionLogView } from '../../core/domain/learning.ts';
import { trainingMetrics } from '../../core/ml-contract/index.ts';
import { Z90 } from '../../core/statistics.ts';
import type { PredictionRecord } from '../../db/index.ts';
import { targetsOf, type ServiceContext } from '../context.ts';
import type { Learner } from './learner.ts';
import type { Models } from './models.ts';
import type { Questions } from './questions.ts';
import { knownOf, type Training } from './training.ts';

/** How good the guesses were, beside what anybody would have guessed without a model. */

/** Outcomes per point of an error curve. */
const SERIES_WINDOW = 20;
const LOG_CHUNK = 200;
/** Outcomes that are shown, the newest. */
const MAX_LOGGED = 10_000;
const MIN_IN_BIN = 10;
const LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Error of each predictor beside its baseline's, over windows of outcomes, the newest last. */
export async function predictionLogViews(
  ctx: ServiceContext,
  learner: Learner,
): Promise<PredictionLogView[]> {
  const views: PredictionLogView[] = [];
  const predicted = ctx.db.predictions.targets();
  // A promise is kept or not, and no predictor gets better at it.
  for (const target of predicted.filter((one) => targetsOf(ctx).some(({ name }) => name === one))) {
    const records = await outcomesOf(ctx, target);
    const status = learner.status?.targets[target];
    const known = targetsOf(ctx).find(({ name }) => name === target);
    views.push({
      target,
      outcomes: records.length,
      active: status ? !status.usesBaseline : true,
      series: seriesOf(records, known?.error === 'squared' ? squared : Math.abs),
      ...(known?.calibration === 'probability' ? reliabilityOf(records) : calibrationOf(records)),
    });
  }
  return views;
}

/** One entry an outcome, oldest first: the last prediction before it. */
async function outcomesOf(ctx: ServiceContext, target: string): Promise<PredictionRecord[]> {
  const latest = new Map<string, PredictionRecord>();
  let before: { outcomeAt: number; id: string } | null = null;
  while (latest.size < MAX_LOGGED) {
    const chunk: PredictionRecord[] = ctx.db.predictions.outcomesBefore(target, before, LOG_CHUNK);
    for (const record of chunk) {
      const key = `${record.taskId}/${record.outcomeAt}`;
      const other = latest.get(key);
      if (!other || other.at <= record.at) latest.set(key, record);
    }
    const last = chunk.at(-1);
    if (!last || chunk.length < LOG_CHUNK) break;
    before = { outcomeAt: last.outcomeAt ?? 0, id: last.id };
    // Years of outcomes must not hold up the loop.
    await new Promise((done) => setImmediate(done));
  }
  return [...latest.values()].toReversed();
}

function squared(error: number): number {
  return error ** 2;
}

/**
 * Mean errors: absolute ones in the target's unit, squared ones of a probability (Brier's score, which rewards saying
 * what one believes). Only entries that have a baseline, so that both stand for the same tasks.
 */
function seriesOf(
  records: readonly PredictionRecord[],
  loss: (error: number) => number,
): PredictionLogView['series'] {
  const comparable = records.filter((record) => record.baseline !== null && record.outcome !== null);
  const series: PredictionLogView['series'] = [];
  for (let from = 0; from < comparable.length; from += SERIES_WINDOW) {
    const window = comparable.slice(from, from + SERIES_WINDOW);
    const mean = (error: (record: PredictionRecord) => number): number =>
      window.reduce((sum, record) => sum + error(record), 0) / window.length;
    series.push({
      until: window.at(-1)?.outcomeAt ?? 0,
      error: mean((record) => loss(record.value - (record.outcome ?? 0))),
      baseline: mean((record) => loss((record.baseline ?? 0) - (record.outcome ?? 0))),
      count: window.length,
    });
  }
  return series;
}

/** Of the tasks that were called about so likely, how many were done; what is too few to tell is left out. */
function reliabilityOf(records: readonly PredictionRecord[]): {
  calibration: CalibrationPoint[];
  inside80: null;
} {
  const bins = LEVELS.map((_, i) => records.filter(({ value }) => Math.min(8, Math.floor(value * 9)) === i));
  const calibration = bins.flatMap((bin) => {
    if (bin.length < MIN_IN_BIN) return [];
    const mean = (of: (record: PredictionRecord) => number): number =>
      bin.reduce((sum, record) => sum + of(record), 0) / bin.length;
    return {
      predicted: mean((record) => record.value),
      observed: mean((record) => record.outcome ?? 0),
      count: bin.length,
    };
  });
  return { calibration, inside80: null };
}

/** Where outcomes fell in the spread predicted for them (probability integral transform). */
function calibrationOf(records: readonly PredictionRecord[]): {
  calibration: CalibrationPoint[];
  inside80: number | null;
} {
  const places = records.flatMap((record) => placeOf(record) ?? []);
  if (places.length === 0) return { calibration: [], inside80: null };
  const share = (test: (place: number) => boolean): number => places.filter(test).length / places.length;
  return {
    calibration: LEVELS.map((predicted) => ({
      predicted,
      observed: share((place) => place <= predicted),
      count: places.length,
    })),
    inside80: share((place) => place >= 0.1 && place <= 0.9),
  };
}

/** The quantile at which an outcome fell, 0–1; log-normal on each side of the middle. */
function placeOf({ predicted, outcome }: PredictionRecord): number | null {
  const [p10, p50, p90] = [predicted['p10'], predicted['p50'], predicted['p90']].map(Number);
  if (!p10 || !p50 || !p90 || !outcome) return null;
  const side = Math.log(outcome < p50 ? p50 / p10 : p90 / p50);
  const away = Math.log(outcome / p50);
  if (side <= 0) return away < 0 ? 0 : away > 0 ? 1 : 0.5;
  return normalCdf((away / side) * Z90);
}

/** Abramowitz and Stegun 7.1.26 for the error function; good to 1.5e-7. */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** What the overview is put together from. */
export interface OverviewParts {
  learner: Learner;
  models: Models;
  training: Training;
  questions: Questions;
}

/** What is going on: a training, or the past being read for the first question. */
function runningOf(
  ctx: ServiceContext,
  { training, learner }: OverviewParts,
): LearningOverview['training']['running'] {
  const { running, grown } = training;
  const { progress } = learner;
  const read = progress?.done ?? 0;
  if (!running && !progress) return null;
  const { done, total } = (running?.phase === 'training' ? grown : progress) ?? { done: 0, total: null };
  const share = total ? Math.min(1, done / total) : null;
  const reading = {
    target: targetsOf(ctx)[0]?.name ?? '',
    phase: 'reading',
    startedAt: progress?.at ?? 0,
  } as const;
  return { ...(running ?? reading), read, share };
}

/** How each predictor stands, its versions, what is being learned now, and the question of the day. */
export async function overviewOf(ctx: ServiceContext, parts: OverviewParts): Promise<LearningOverview> {
  const { learner, models, training, questions } = parts;
  const damaged = models.damaged();
  const last = ctx.db.trainingSessions.list(5).find((session) => session.finishedAt !== null);
  return {
    learners: targetsOf(ctx).map(({ name, needed }) => ({
      target: name,
      known: knownOf(learner.status, name),
      needed,
      learning: knownOf(learner.status, name) < needed || questions.narrowing(name),
      active: !learner.status?.targets[name]?.usesBaseline,
      version: models.active(name),
      pinned: models.pinned(name) !== null,
    })),
    models: targetsOf(ctx).flatMap(({ name }) =>
      models.versions(name).map(({ version, createdAt, active, bytes, metrics }) => ({
        target: name,
        version,
        createdAt,
        active,
        bytes,
        damaged: damaged.includes(`${name}/${version}`),
        metrics: trainingMetrics.nullable().catch(null).parse(metrics),
      })),
    ),
    training: {
      running: runningOf(ctx, parts),
      waiting: training.waiting,
      last: last
        ? {
            target: last.sessionType,
            finishedAt: last.finishedAt ?? 0,
            cancelled: last.performanceMetrics['cancelled'] === true,
          }
        : null,
    },
    notes: models.notes(),
    question: await questions.current(),
  };
}
