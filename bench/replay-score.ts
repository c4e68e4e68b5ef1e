import { readFileSync } from 'node:fs';
import { historyTask, type HistoryTask, type ReplayAnswer } from '../core/replay.ts';

/** Scores of predicted durations under the usual prequential protocol. */
export interface DurationScore {
  readonly count: number;
  readonly medianAbsLog2: number;
  /** Share, 0–1. */
  readonly within25: number;
  readonly meanAbsMin: number;
  readonly medianAbsMin: number;
  /** Share of actual values inside p10–p90 after 200 known tasks, and the mean width there in log2. */
  readonly coverage: number;
  readonly widthLog2: number;
}

export interface Scored {
  readonly task: HistoryTask;
  readonly known: number;
  readonly duration: NonNullable<ReplayAnswer['duration']>;
}

/** How many earlier lines of a history in time order were completed strictly before each line was created. */
export function knownCounts(tasks: readonly HistoryTask[]): number[] {
  return tasks.map((task, i) => {
    let known = 0;
    for (let j = 0; j < i; j++) {
      const { completedAt, actualMin } = tasks[j]!;
      if (completedAt && actualMin && completedAt < task.createdAt) known++;
    }
    return known;
  });
}

/** Scored from the 30th known task on, only tasks that carry an estimate and took some time. */
export function scoreDurations(rows: readonly Scored[]): DurationScore {
  const used = rows.filter(
    (r) => r.known >= 30 && (r.task.actualMin ?? 0) > 0 && (r.task.estimateMin ?? 0) > 0,
  );
  const log: number[] = [];
  const minutes: number[] = [];
  let close = 0;
  for (const { task, duration } of used) {
    const actual = task.actualMin!;
    log.push(Math.abs(Math.log2(duration.p50 / actual)));
    minutes.push(Math.abs(duration.p50 - actual));
    if (Math.abs(duration.p50 - actual) <= 0.25 * actual) close++;
  }
  const late = used.filter((r) => r.known >= 200);
  const inside = late.filter(
    (r) => r.duration.p10 <= r.task.actualMin! && r.task.actualMin! <= r.duration.p90,
  ).length;
  const width = late.reduce((sum, r) => sum + Math.log2(r.duration.p90 / r.duration.p10), 0);
  return {
    count: used.length,
    medianAbsLog2: middle(log),
    within25: close / used.length,
    meanAbsMin: minutes.reduce((a, b) => a + b, 0) / used.length,
    medianAbsMin: middle(minutes),
    coverage: inside / late.length,
    widthLog2: width / late.length,
  };
}

function middle(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Reads a history, one JSON object a line. */
export function readHistory(path: string): HistoryTask[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => historyTask.parse(JSON.parse(line)));
}
