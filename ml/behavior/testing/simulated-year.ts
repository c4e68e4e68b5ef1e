import { DAY_MS, HOUR_MS } from '../../../core/time/units.ts';
import { seededRandom } from '../../../core/random.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { readMoment } from '../../../core/time/history.ts';
import { factsOf } from '../../features/index.ts';
import { withPlan } from '../../learning/history-time.ts';
import { hashedVector } from '../../testing/histories.ts';
import { DayLog } from '../day-network/day-log.ts';

const START = Date.UTC(2025, 0, 6);

/** Works in stretches: writing in the mornings for some days, then meeting people in the afternoons, and rests after a heavy day. */
export interface SimulatedYearOptions {
  readonly seed: number;
  readonly days?: number;
  /** Someone whose days know nothing of the days before. */
  readonly memoryless?: boolean;
}

/**
 * A simulated person whose next day follows from the days before: which stretch they are in shows in what they wrote down, and a
 * heavy day is followed by a light one on which more is left undone. No rule here is one of the forecast's.
 */
export function simulatedYear({ seed, days = 365, memoryless = false }: SimulatedYearOptions): HistoryTask[] {
  const random = seededRandom(seed);
  const tasks: HistoryTask[] = [];
  let isWriting = true;
  let left = 6;
  let heavy = false;
  for (let day = 0; day < days; day++) {
    if (--left <= 0) {
      isWriting = !isWriting;
      left = 5 + Math.floor(random() * 9);
    }
    if (memoryless) {
      isWriting = random() < 0.5;
      heavy = random() < 0.3;
    }
    const isFree = day % 7 > 4;
    const hours: number = isFree ? (random() < 0.2 ? 1 : 0) : heavy ? 2 : 4 + Math.floor(random() * 3);
    const midnight = START + day * DAY_MS;
    let at = midnight + (isWriting ? 8 : 13) * HOUR_MS + Math.floor(random() * 30) * 60_000;
    for (let i = 0; i < hours + 1; i++) {
      const kept = i < hours && random() < (heavy ? 0.6 : 0.9);
      const minutes = 40 + Math.floor(random() * 40);
      tasks.push({
        id: `${day}-${i}`,
        title: `${isWriting ? 'Write chapter draft' : 'Meet the client team'} ${i}`,
        project: isWriting ? 'Book' : 'Clients',
        createdAt: new Date(midnight + 6 * HOUR_MS).toISOString(),
        plannedStart: new Date(midnight).toISOString().slice(0, 10),
        deferrals: kept ? 0 : 1,
        ...(kept
          ? {
              startedAt: new Date(at).toISOString(),
              completedAt: new Date(at + minutes * 60_000).toISOString(),
              actualMin: minutes,
              done: true,
            }
          : { completedAt: new Date(midnight + 23 * HOUR_MS).toISOString(), done: false }),
      });
      if (kept) at += minutes * 60_000;
    }
    heavy = !isFree && hours >= 6;
  }
  return tasks;
}

/** The log of such a life, with a stand-in for the language model. */
export function daysOf(tasks: readonly HistoryTask[]): DayLog {
  const log = new DayLog();
  const local = (at: string): number => readMoment(at, 'UTC').localMin;
  for (const task of tasks) {
    const facts = withPlan(factsOf(task, readMoment(task.createdAt, 'UTC'), true), task, 'UTC');
    log.closed({
      facts,
      vector: hashedVector(task.title),
      closedLocalMin: local(task.completedAt!),
      startedLocalMin: task.startedAt ? local(task.startedAt) : null,
      minutes: task.actualMin ?? null,
      done: task.done !== false,
      deferrals: Number(task.deferrals ?? 0),
    });
  }
  return log;
}
