import { mean, medianOf, quantileOf } from '../../../core/statistics.ts';
import { beginOf, dayOf, outcomeIn, type Observation } from './observations.ts';
import { groupBy } from './statistics.ts';

/** A working day ends before this minute: who works past midnight works on the day before. */
const DAY_BEGINS_MIN = 240;
/** Lengths without an estimate are compared with others of their project, from this many on. */
const ENOUGH_OF_KIND = 8;
/** Days at the beginning on which nothing has been carried over yet. */
const SETTLING_DAYS = 7;
const MOST_DEFERRALS = 5;

/** What is measured day by day: a value and what it weighs. */
export interface Series {
  readonly name:
    | 'completion'
    | 'written'
    | 'finished'
    | 'minutes'
    | 'duration'
    | 'begin'
    | 'deferrals'
    | 'lag';
  /** How far apart two times have to be to matter, given the mean of the earlier one. */
  readonly worth: (before: number) => number;
  /** Oldest first. */
  readonly points: readonly Point[];
}

export interface Point {
  readonly day: number;
  readonly value: number;
  readonly weight: number;
}

interface Valued {
  readonly day: number;
  readonly value: number;
  readonly weight?: number;
}

/**
 * What is looked at day by day for changes. At both ends of a history less is finished, and what is finished last waited longest: such
 * days are left out where they would look like a change of habits.
 */
export function seriesOf(observations: readonly Observation[]): Series[] {
  const outcome = outcomeIn(observations);
  const lags = observations.flatMap((one) =>
    one.completed ? [dayOf(one.completed) - dayOf(one.created)] : [],
  );
  const usualLag = Math.max(0, quantileOf(lags, 0.9) || 0);
  const first = dayOf(observations[0]!.created);
  const last = dayOf(observations.at(-1)!.created);
  const settled = first + Math.max(usualLag, SETTLING_DAYS);
  const finished = observations.filter(
    ({ completed }) => completed !== null && dayOf(completed) >= first + usualLag && dayOf(completed) <= last,
  );
  const early = observations.filter(({ created }) => dayOf(created) <= last - usualLag);
  const listed = observations.filter((one) => outcome(one) !== null && one.listDay >= settled);
  const worked = new Set(
    observations.flatMap((one) => [dayOf(one.created), ...(one.completed ? [dayOf(one.completed)] : [])]),
  );
  const idle = [...worked]
    .filter((day) => day >= first + usualLag && day <= last)
    .map((day) => ({ day, value: 0 }));
  const relative = (share: number) => (before: number) => share * Math.abs(before);
  return [
    means(
      'completion',
      () => 0.12,
      listed.map((one) => ({ day: one.listDay, value: outcome(one) === true ? 1 : 0 })),
    ),
    sums(
      'written',
      relative(0.35),
      observations.map((one) => ({ day: dayOf(one.created), value: 1 })),
    ),
    sums('finished', relative(0.3), [
      ...idle,
      ...finished.map((one) => ({ day: dayOf(one.completed!), value: 1 })),
    ]),
    sums(
      'minutes',
      relative(0.3),
      finished.flatMap((one) =>
        one.actualMin ? [{ day: dayOf(one.completed!), value: one.actualMin }] : [],
      ),
    ),
    means('duration', () => 0.3, lengthsOf(finished)),
    means('begin', () => 1.5, finished.flatMap(beginning)),
    means(
      'deferrals',
      () => 0.5,
      early.map((one) => ({ day: dayOf(one.created), value: Math.min(MOST_DEFERRALS, one.deferrals) })),
    ),
    means(
      'lag',
      () => 1,
      early
        .filter(({ completed, created }) => completed !== null && dayOf(created) >= settled)
        .map((one) => ({
          day: dayOf(one.created),
          value: Math.log2(1 + Math.max(0, dayOf(one.completed!) - dayOf(one.created))),
        })),
    ),
  ];
}

/** log2 of how long tasks took beside their estimate, or beside others of their project where there is none; by how sure that is. */
function lengthsOf(finished: readonly Observation[]): Valued[] {
  const timed = finished.filter(({ actualMin }) => actualMin !== null);
  const estimated = timed.filter(({ estimateMin }) => estimateMin !== null);
  const others = [
    ...groupBy(
      timed.filter(({ estimateMin }) => estimateMin === null),
      ({ project }) => project ?? '',
    ),
  ].flatMap(([, group]) => {
    const usual = medianOf(group.map(({ actualMin }) => Math.log2(actualMin!)));
    return group.length >= ENOUGH_OF_KIND
      ? group.map((one) => ({ day: dayOf(one.completed!), value: Math.log2(one.actualMin!) - usual }))
      : [];
  });
  const judged = estimated.map((one) => ({
    day: dayOf(one.completed!),
    value: Math.log2(one.actualMin! / one.estimateMin!),
  }));
  const middle = judged.length > 0 ? medianOf(judged.map(({ value }) => value)) : 0;
  // Both kinds are measured from what is usual, so that a day's mix of them says nothing.
  const [sure, unsure] = [varianceOf(judged), varianceOf(others)];
  const weight = judged.length > 0 && others.length > 0 ? Math.min(1, sure / unsure) : 1;
  return [...judged, ...others.map(({ day, value }) => ({ day, value: value + middle, weight }))];
}

function varianceOf(values: readonly Valued[]): number {
  const middle = mean(values.map(({ value }) => value));
  return Math.max(1e-6, mean(values.map(({ value }) => (value - middle) ** 2)));
}

/** Hour of the working day at which a task was begun; past midnight it goes on counting. */
function beginning(one: Observation): Valued[] {
  const begin = beginOf(one);
  if (begin === null) return [];
  const day = Math.floor((begin - DAY_BEGINS_MIN) / 1440);
  return [{ day, value: (begin - 1440 * day) / 60 }];
}

function means(name: Series['name'], worth: Series['worth'], values: readonly Valued[]): Series {
  const points = Array.from(
    groupBy(values, ({ day }) => day),
    ([day, group]): Point => {
      const weight = group.reduce((sum, one) => sum + (one.weight ?? 1), 0);
      const value = group.reduce((sum, one) => sum + (one.weight ?? 1) * one.value, 0) / weight;
      return { day: Number(day), value, weight };
    },
  );
  return { name, worth, points: points.toSorted((a, b) => a.day - b.day) };
}

function sums(name: Series['name'], worth: Series['worth'], values: readonly Valued[]): Series {
  const points = Array.from(
    groupBy(values, ({ day }) => day),
    ([day, group]): Point => ({
      day: Number(day),
      value: group.reduce((sum, { value }) => sum + value, 0),
      weight: 1,
    }),
  );
  return { name, worth, points: points.toSorted((a, b) => a.day - b.day) };
}
