import type { Task } from '../../../core/domain/task.ts';
import type { PlannedBlock } from '../../../core/domain/views.ts';
import { roundGuess } from '../../../core/guess.ts';
import type { TaskId } from '../../../core/ids.ts';
import { clockTime, minutes, minutesBetween } from '../../wording/format.ts';

/** What the start of the day works with: yesterday's facts, and what today is chosen from. */

export interface Fact {
  head: string;
  line: string;
}

type Finished = Pick<Task, 'title' | 'actualMin' | 'durationMin' | 'predicted' | 'completedAt'>;

/** A task that took this much longer than thought is worth a word. */
const OVERRUN = 1.25;
const OVERRUN_MIN = 10;

/**
 * How much was done, when the last of it was, and what ran over most: facts, no praise. Each only where it is known.
 *
 * @param tasks what was finished on the day
 * @param localOf wall clock of an instant
 */
export function yesterdayFacts(tasks: readonly Finished[], localOf: (at: number) => string): Fact[] {
  if (tasks.length === 0) return [];
  const spent = tasks.reduce((sum, { actualMin }) => sum + (actualMin ?? 0), 0);
  const done = tasks.length === 1 ? '1 task done' : `${tasks.length} tasks done`;
  const last = Math.max(...tasks.map(({ completedAt }) => completedAt ?? 0));
  const facts: Fact[] = [
    { head: done, line: spent > 0 ? `${minutes(Math.round(spent))} tracked` : 'yesterday' },
    { head: `Last at ${clockTime(localOf(last))}`, line: 'finished yesterday' },
  ];
  const [worst] = tasks
    .flatMap(({ title, actualMin, durationMin, predicted }) => {
      const thought = durationMin ?? (predicted ? roundGuess(predicted.p50) : null);
      return actualMin !== null && thought !== null ? [{ title, actualMin, thought }] : [];
    })
    .filter(({ actualMin, thought }) => actualMin >= thought * OVERRUN && actualMin - thought >= OVERRUN_MIN)
    .toSorted((a, b) => b.actualMin - b.thought - (a.actualMin - a.thought));
  if (worst) {
    const line = `${minutes(Math.round(worst.actualMin))}, planned ${minutes(worst.thought)}`;
    facts.push({ head: `${worst.title} ran over`, line });
  }
  return facts;
}

/** A task that today may hold. */
export interface Candidate {
  taskId: TaskId;
  title: string;
  minutes: number;
  /** The plan has it today. */
  planned: boolean;
  /** It stays today whatever is chosen: it is pinned, or running. */
  fixed: boolean;
}

/** Tasks of the next day with a plan that are offered beside today's own. */
const OFFERED = 5;

/** Today's planned tasks, then the first of the next day that has a plan; each task once. */
export function candidatesFor(blocks: readonly PlannedBlock[], today: string): Candidate[] {
  const open = blocks
    .filter(({ done, start }) => !done && start.slice(0, 10) >= today)
    .toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const next = open.find(({ start }) => start.slice(0, 10) > today)?.start.slice(0, 10);
  const found = new Map<TaskId, Candidate>();
  let offered = 0;
  for (const block of open) {
    const day = block.start.slice(0, 10);
    const known = found.get(block.taskId);
    const length = minutesBetween(block.start, block.end);
    if (known) {
      if ((day === today) === known.planned) known.minutes += length;
    } else if (day === today || (day === next && offered++ < OFFERED)) {
      const { taskId, title, pinned, running } = block;
      found.set(taskId, {
        taskId,
        title,
        minutes: length,
        planned: day === today,
        fixed: pinned || running,
      });
    }
  }
  return [...found.values()];
}
