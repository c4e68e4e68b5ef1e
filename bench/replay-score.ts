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

/**
 * Among two tasks of one person open at the same time: how often the one finished first had the higher score, by the given
 * scores and by newest first. Pairs with the same end, and the first tenth of the history, are left out.
 */
export function scoreOrder(
  tasks: readonly HistoryTask[],
  scores: readonly number[],
): { pairs: number; scored: number; newestFirst: number } {
  const open = new Map<string, number[]>();
  let pairs = 0;
  let scored = 0;
  let newestFirst = 0;
  tasks.forEach((task, j) => {
    if (j < tasks.length / 10) return;
    const person = `${task.user}`;
    const still = (open.get(person) ?? []).filter((i) => {
      const end = tasks[i]!.completedAt;
      return !end || end >= task.createdAt;
    });
    for (const i of still) {
      const [older, newer] = [tasks[i]!.completedAt ?? '~', task.completedAt ?? '~'];
      if (older === newer) continue;
      const won = newer < older;
      pairs++;
      if (won) newestFirst++;
      const difference = (scores[j] ?? 0) - (scores[i] ?? 0);
      if (difference === 0) scored += 0.5;
      else if (difference > 0 === won) scored++;
    }
    open.set(person, [...still, j]);
  });
  return { pairs, scored: scored / pairs, newestFirst: newestFirst / pairs };
}
