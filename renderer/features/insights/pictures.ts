import type { InsightCharts, InsightMetrics } from '../../../core/insights.ts';
import { minutes, percent, shortDay } from '../../wording/format.ts';
import type { Figures } from './picture-export.ts';

/** What the pictures of the first screen show, as figures and as a sentence. */

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const LONG_DAYS = [
  'Mondays',
  'Tuesdays',
  'Wednesdays',
  'Thursdays',
  'Fridays',
  'Saturdays',
  'Sundays',
] as const;
/** A week with fewer lists says little of how much gets done. */
const HALF = 2;

/** "24 Aug". */
export function dayWords(day: string): string {
  return shortDay(day, day).replace(/^\S+ /, '');
}

/** 24 hours, or a span of them when the rest is empty: from the first to the last with a hundredth of all minutes. */
export function hoursOf(energy: InsightCharts['energy']): number[] {
  const byHour = Array.from({ length: 24 }, () => 0);
  for (const { hour, minutes: length } of energy) byHour[hour]! += length;
  const few = 0.01 * byHour.reduce((a, b) => a + b, 0);
  const used = byHour.flatMap((length, hour) => (length > few ? [hour] : []));
  const [first = 8, last = 17] = [used[0], used.at(-1)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export function energyWords(energy: InsightCharts['energy']): string {
  const most = energy.toSorted((a, b) => b.minutes - a.minutes)[0];
  if (!most) return 'No finished work with a time of day yet.';
  return `Most work gets done on ${LONG_DAYS[most.weekday - 1]} from ${most.hour}:00 to ${(most.hour + 1) % 24}:00: ${minutes(most.minutes)} in all.`;
}

export function energyFigures(energy: InsightCharts['energy']): Figures {
  return {
    head: ['Weekday', 'Hour', 'Minutes', 'Tasks'],
    rows: energy.map((cell) => [DAYS[cell.weekday - 1]!, `${cell.hour}:00`, cell.minutes, cell.tasks]),
  };
}

export function estimateWords(estimates: InsightCharts['estimates']): string {
  if (estimates.length === 0) return 'No finished tasks with both an estimate and a tracked time yet.';
  const longer = estimates.filter(({ estimateMin, actualMin }) => actualMin > 1.25 * estimateMin).length;
  const shorter = estimates.filter(({ estimateMin, actualMin }) => actualMin < 0.75 * estimateMin).length;
  const close = estimates.length - longer - shorter;
  return `Of ${estimates.length} tasks ${close} took about as long as estimated, ${longer} over a quarter longer, ${shorter} over a quarter less.`;
}

export function estimateFigures(estimates: InsightCharts['estimates']): Figures {
  return {
    head: ['Day', 'Task', 'Estimate, min', 'Took, min'],
    rows: estimates.map((one) => [one.day, one.title, one.estimateMin, Math.round(one.actualMin)]),
  };
}

export function weekWords(weeks: InsightCharts['weeks']): string {
  const known = weeks.flatMap(({ share }) => (share === null ? [] : [share]));
  const last = known.at(-1);
  if (last === undefined) return 'No finished weeks yet.';
  const half = known.slice(0, Math.floor(known.length / HALF));
  const before = half.length > 0 ? half.reduce((a, b) => a + b, 0) / half.length : null;
  return `In the newest week ${percent(last)} got done${before === null ? '' : `, in the earlier half ${percent(before)} on average`}.`;
}

export function weekFigures(weeks: InsightCharts['weeks']): Figures {
  return {
    head: ['Week of', 'Added', 'Finished', 'Dropped', 'Postponed', 'Done of listed', 'Minutes'],
    rows: weeks.map((week) => [
      week.from,
      week.added,
      week.finished,
      week.givenUp,
      week.deferrals,
      week.share === null ? '' : percent(week.share),
      week.minutes,
    ]),
  };
}

/** Bars by project: tracked time, or finished tasks without tracking. */
export function projectBars(
  projects: InsightMetrics['projects'],
): { name: string; value: number; words: string }[] {
  const isTracked = projects.some((one) => one.minutes > 0);
  return projects
    .map(({ project, finished, minutes: length }) => ({
      name: project,
      value: isTracked ? length : finished,
      words: isTracked ? minutes(length) : `${finished}`,
    }))
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, 8);
}

export function projectFigures(projects: InsightMetrics['projects']): Figures {
  return {
    head: ['Project', 'Finished', 'Minutes'],
    rows: projects.map((one) => [one.project, one.finished, one.minutes]),
  };
}

export function deferralBars(
  deferrals: InsightCharts['deferrals'],
): { name: string; value: number; words: string }[] {
  return deferrals
    .map(({ project, tasks, putOff }) => ({
      name: project,
      value: putOff / tasks,
      words: `${percent(putOff / tasks)} of ${tasks}`,
    }))
    .slice(0, 8);
}

export function deferralFigures(deferrals: InsightCharts['deferrals']): Figures {
  return {
    head: ['Project', 'Tasks', 'Postponed', 'Times a task'],
    rows: deferrals.map((one) => [one.project, one.tasks, one.putOff, one.perTask.toFixed(1)]),
  };
}
