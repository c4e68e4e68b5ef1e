import type { WorkProfileView } from '../../core/domain/work-profile.ts';
import type { Plan, PlanBlock, Problem } from '../../core/problem.ts';
import { mean } from '../../core/statistics.ts';
import { minuteOfDay, timeOfDay, WEEKDAYS } from '../../core/time/week.ts';
import { addDays, weekdayOf } from '../../core/time/zoned.ts';

/** Places in the days ahead at which a stalled task could be put. Pure. */

const STEP_MIN = 15;
const DAYS = 3;
/** Later is worse: a day counts as much as this much less energy. */
const PER_DAY = 0.05;
/** A place has to have so much more energy than where the task stands, or where it might stand, and be among the best hours. */
const LEAST_GAIN = 0.1;
const PEAK_SHARE = 0.85;
/** What is put right after something else is begun there, even where less time is free. */
const BEGINNING_MIN = 30;
const DAY_MIN = 1440;

/** The plan as it stands. */
export interface PlanState {
  problem: Pick<Problem, 'now' | 'workingHours' | 'events' | 'tasks'>;
  plan: Pick<Plan, 'blocks'>;
}

interface Span {
  start: string;
  end: string;
}

/** The free place within working hours with most energy in the next three days: one of the person's best hours, clearly better than where the
 * task stands. */
export function bestPlace(
  taskId: string,
  minutes: number,
  { problem, plan }: PlanState,
  { energyByHour, source }: Pick<WorkProfileView, 'energyByHour' | 'source'>,
): { start: string; hour: number } | null {
  if (!energyByHour || source === 'none') return null;
  const energyAt = (start: string): number => meanEnergy(energyByHour, start, minutes);
  const taken = takenBy(problem, taskId);
  const starts = [...startsWithin(problem, minutes)];
  const free = starts.filter((start) => {
    const span = { start, end: plus(start, minutes) };
    return !taken.some((one) => overlaps(one, span));
  });
  const valueOf = (start: string): number => energyAt(start) - PER_DAY * dayNumber(problem.now, start);
  const best = free.toSorted((a, b) => valueOf(b) - valueOf(a))[0];
  if (best === undefined) return null;
  const stands = plan.blocks.find((block) => block.taskId === taskId)?.start;
  const now = stands === undefined ? mean(starts.map(energyAt)) : energyAt(stands);
  const isPeak = energyAt(best) >= PEAK_SHARE * Math.max(...energyByHour);
  if (!isPeak || energyAt(best) < now + LEAST_GAIN) return null;
  return { start: best, hour: Number(best.slice(11, 13)) };
}

/** The end of a planned block, where at least the beginning of the task fits in before anything fixed. */
export function placeAfter(
  block: PlanBlock,
  minutes: number,
  { problem }: PlanState,
  taskId: string,
): string | null {
  const end = plus(block.end, Math.min(minutes, BEGINNING_MIN));
  if (block.end <= problem.now || end.slice(0, 10) !== block.end.slice(0, 10)) return null;
  const taken = takenBy(problem, taskId).some((one) => overlaps(one, { start: block.end, end }));
  return taken ? null : block.end;
}

/** What no task can be put on: appointments, and tasks that have a place of their own. */
function takenBy({ events, tasks }: PlanState['problem'], taskId: string): Span[] {
  const pins = tasks.flatMap(({ id, pinnedStart, durationMin }) =>
    pinnedStart && id !== taskId ? [{ start: pinnedStart, end: plus(pinnedStart, durationMin) }] : [],
  );
  return [...events, ...pins];
}

function* startsWithin({ now, workingHours }: PlanState['problem'], minutes: number): Generator<string> {
  for (let n = 0; n < DAYS; n += 1) {
    const day = addDays(now.slice(0, 10), n);
    const spans =
      workingHours === 'always'
        ? ([['00:00', '24:00']] as const)
        : (workingHours[WEEKDAYS[weekdayOf(day) - 1]!] ?? []);
    for (const [from, to] of spans) {
      const opens = Math.max(minuteOfDay(from), n === 0 ? minuteOfDay(now.slice(11)) + STEP_MIN : 0);
      const first = Math.ceil(opens / STEP_MIN) * STEP_MIN;
      for (let at = first; at + minutes <= minuteOfDay(to); at += STEP_MIN) yield `${day}T${timeOfDay(at)}`;
    }
  }
}

function meanEnergy(energy: readonly number[], start: string, minutes: number): number {
  const from = minuteOfDay(start.slice(11));
  let total = 0;
  for (let at = from; at < from + minutes; at += STEP_MIN) total += energy[Math.floor(at / 60) % 24]!;
  return total / Math.ceil(minutes / STEP_MIN);
}

function dayNumber(now: string, start: string): number {
  return Array.from({ length: DAYS }, (_, n) => addDays(now.slice(0, 10), n)).indexOf(start.slice(0, 10));
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && a.end > b.start;
}

/** A wall-clock moment some minutes later. */
function plus(local: string, minutes: number): string {
  const at = minuteOfDay(local.slice(11)) + Math.round(minutes);
  const day = addDays(local.slice(0, 10), Math.floor(at / DAY_MIN));
  return `${day}T${timeOfDay(at % DAY_MIN)}`;
}
