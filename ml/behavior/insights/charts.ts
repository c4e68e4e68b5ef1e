import type { InsightCharts } from '../../../core/insights.ts';
import { beginOf, dateOf, dayOf, outcomeIn, weekdayOf, type Observation } from './observations.ts';
import { groupBy } from './statistics.ts';

/** Pictures show so much of the newest. */
const MOST_WEEKS = 26;
const MOST_POINTS = 300;
const MOST_PROJECTS = 12;
/** Fewer tasks of a project say nothing of how often they are put off. */
const ENOUGH_OF_PROJECT = 5;
/** Work without a tracked time counts as this long; nothing counts as longer than a night's distance. */
const UNKNOWN_MIN = 30;
const LONGEST_MIN = 720;

/** What there is to be drawn of a history, as figures. */
export function chartsOf(observations: readonly Observation[]): InsightCharts {
  const last = observations.reduce((most, one) => Math.max(most, lastDayOf(one)), 0);
  const first = mondayOf(last) - 7 * (MOST_WEEKS - 1);
  const recent = observations.filter((one) => lastDayOf(one) >= first);
  return {
    energy: energyIn(recent),
    estimates: estimatesIn(observations),
    weeks: weeksOf(recent, observations),
    deferrals: deferralsIn(recent),
  };
}

function lastDayOf({ created, completed }: Observation): number {
  return Math.max(dayOf(created), completed ? dayOf(completed) : 0);
}

function mondayOf(day: number): number {
  return day - weekdayOf(day);
}

function energyIn(observations: readonly Observation[]): InsightCharts['energy'] {
  const minutes = new Float64Array(7 * 24);
  const tasks = new Float64Array(7 * 24);
  for (const one of observations) {
    const begin = beginOf(one);
    if (begin === null || one.done !== true) continue;
    const end = begin + Math.min(one.actualMin ?? UNKNOWN_MIN, LONGEST_MIN);
    for (let at = begin; at < end;) {
      const next = Math.min(end, (Math.floor(at / 60) + 1) * 60);
      const cell = 24 * weekdayOf(Math.floor(at / 1440)) + (((Math.floor(at / 60) % 24) + 24) % 24);
      minutes[cell]! += next - at;
      tasks[cell]! += 1;
      at = next;
    }
  }
  return Array.from(minutes, (value, cell) => ({
    weekday: 1 + Math.floor(cell / 24),
    hour: cell % 24,
    minutes: Math.round(value),
    tasks: tasks[cell]!,
  })).filter((cell) => cell.tasks > 0);
}

function estimatesIn(observations: readonly Observation[]): InsightCharts['estimates'] {
  return observations
    .flatMap(({ id, title, created, estimateMin, actualMin }) =>
      estimateMin && actualMin ? [{ id, title, day: dateOf(dayOf(created)), estimateMin, actualMin }] : [],
    )
    .slice(-MOST_POINTS);
}

function weeksOf(recent: readonly Observation[], all: readonly Observation[]): InsightCharts['weeks'] {
  if (recent.length === 0) return [];
  const outcome = outcomeIn(all);
  const byAdded = groupBy(recent, ({ created }) => mondayOf(dayOf(created)));
  const byFinished = groupBy(recent, ({ completed }) => (completed ? mondayOf(dayOf(completed)) : null));
  const byList = groupBy(recent, ({ listDay }) => mondayOf(listDay));
  const mondays = [...byAdded.keys(), ...byFinished.keys()].map(Number);
  const last = Math.max(...mondays);
  const first = Math.max(Math.min(...mondays), last - 7 * (MOST_WEEKS - 1));
  const count = (last - first) / 7 + 1;
  return Array.from({ length: count }, (_, i) => {
    const monday = String(first + 7 * i);
    const added = byAdded.get(monday) ?? [];
    const finished = byFinished.get(monday) ?? [];
    const listed = (byList.get(monday) ?? []).filter((one) => outcome(one) !== null);
    const done = listed.filter((one) => outcome(one) === true).length;
    return {
      from: dateOf(Number(monday)),
      added: added.length,
      finished: finished.length,
      givenUp: added.filter((one) => one.done === false).length,
      deferrals: Math.round(added.reduce((sum, one) => sum + one.deferrals, 0)),
      share: listed.length > 0 ? done / listed.length : null,
      minutes: Math.round(finished.reduce((sum, { actualMin }) => sum + (actualMin ?? 0), 0)),
    };
  });
}

function deferralsIn(observations: readonly Observation[]): InsightCharts['deferrals'] {
  return Array.from(
    groupBy(observations, ({ project }) => project),
    ([project, group]) => ({
      project,
      tasks: group.length,
      putOff: group.filter(({ deferrals }) => deferrals > 0).length,
      perTask: group.reduce((sum, { deferrals }) => sum + deferrals, 0) / group.length,
    }),
  )
    .filter(({ tasks, putOff }) => tasks >= ENOUGH_OF_PROJECT && putOff > 0)
    .toSorted((a, b) => b.putOff / b.tasks - a.putOff / a.tasks)
    .slice(0, MOST_PROJECTS);
}
