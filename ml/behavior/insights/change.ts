import { beginOf, dateOf, dayOf, outcomeIn, weekdayOf, type Observation } from './observations.ts';
import { idsOf, type Detector, type Finding } from './finding.ts';
import { groupBy, mean, permutationTest, quantileOf } from './statistics.ts';

/** Days with anything to measure that a side of the split needs, and that are needed at all. */
const LEAST_SIDE = 5;
const ENOUGH_DAYS = 20;
/** How much of the day before still shows in a day, at most, before the test is no use. */
const MOST_MEMORY = 0.6;

/** What is measured day by day: a value and what it weighs. */
interface Series {
  readonly name:
    | 'completion'
    | 'written'
    | 'finished'
    | 'minutes'
    | 'duration'
    | 'begin'
    | 'deferrals'
    | 'lag';
  /** How far apart the sides have to be to matter, given the mean before. */
  readonly worth: (before: number) => number;
  readonly points: readonly Point[];
}

interface Point {
  readonly day: number;
  readonly value: number;
  readonly weight: number;
}

/**
 * Days on which a habit changed, by the best split of each daily series into before and after (a likelihood scan, tested by
 * shuffling days, so that no distribution is assumed). Usual differences between weekdays are taken out first. The most certain
 * change is told.
 */
export const detectChange: Detector = (observations) => {
  const found = seriesOf(observations).flatMap((series) => changeIn(series, observations));
  if (found.length === 0) return [];
  const best = found.reduce((a, b) => (b.p < a.p || (b.p === a.p && b.strength > a.strength) ? b : a));
  // Several series were looked at for one answer.
  return [{ ...best.finding, p: Math.min(1, best.p * found.length) }];
};

function seriesOf(observations: readonly Observation[]): Series[] {
  const outcome = outcomeIn(observations);
  const listed = observations.filter((one) => outcome(one) !== null);
  // At both ends of a history less is finished, and what is finished last waited longest: no change of habits.
  const lags = observations.flatMap((one) =>
    one.completed ? [dayOf(one.completed) - dayOf(one.created)] : [],
  );
  const usualLag = Math.max(0, quantileOf(lags, 0.9) || 0);
  const first = dayOf(observations[0]!.created) + usualLag;
  const last = dayOf(observations.at(-1)!.created);
  const finished = observations.filter(({ completed }) => {
    return completed !== null && dayOf(completed) >= first && dayOf(completed) <= last;
  });
  const begun = finished.flatMap((one) => {
    const begin = beginOf(one);
    return begin === null ? [] : [{ one, begin }];
  });
  const relative = (share: number) => (before: number) => share * Math.abs(before);
  const daily = (
    name: Series['name'],
    worth: Series['worth'],
    values: readonly { day: number; value: number }[],
    sum = false,
  ): Series => {
    const days = groupBy(values, ({ day }) => day);
    const points = Array.from(days, ([day, group]): Point => {
      const all = group.map(({ value }) => value);
      return sum
        ? { day: Number(day), value: all.reduce((a, b) => a + b, 0), weight: 1 }
        : { day: Number(day), value: mean(all), weight: all.length };
    });
    return { name, worth, points: points.toSorted((a, b) => a.day - b.day) };
  };
  return [
    daily(
      'completion',
      () => 0.12,
      listed.map((one) => ({ day: one.listDay, value: outcome(one) === true ? 1 : 0 })),
    ),
    daily(
      'written',
      relative(0.35),
      observations.map((one) => ({ day: dayOf(one.created), value: 1 })),
      true,
    ),
    daily(
      'finished',
      relative(0.3),
      finished.map((one) => ({ day: dayOf(one.completed!), value: 1 })),
      true,
    ),
    daily(
      'minutes',
      relative(0.3),
      finished.flatMap((one) =>
        one.actualMin ? [{ day: dayOf(one.completed!), value: one.actualMin }] : [],
      ),
      true,
    ),
    daily(
      'duration',
      () => 0.3,
      finished.flatMap((one) => {
        if (!one.actualMin || !one.estimateMin) return [];
        return [{ day: dayOf(one.completed!), value: Math.log2(one.actualMin / one.estimateMin) }];
      }),
    ),
    daily(
      'begin',
      () => 1.5,
      begun.map(({ begin }) => ({
        day: Math.floor(begin / 1440),
        value: (((begin % 1440) + 1440) % 1440) / 60,
      })),
    ),
    daily(
      'deferrals',
      () => 0.5,
      observations.map((one) => ({ day: dayOf(one.created), value: Math.min(5, one.deferrals) })),
    ),
    daily(
      'lag',
      () => 1,
      observations
        .filter((one) => one.completed !== null && dayOf(one.created) <= last - usualLag)
        .map((one) => ({
          day: dayOf(one.created),
          value: Math.log2(1 + Math.max(0, dayOf(one.completed!) - dayOf(one.created))),
        })),
    ),
  ];
}

interface Found {
  readonly p: number;
  readonly strength: number;
  readonly finding: Finding;
}

function changeIn(series: Series, observations: readonly Observation[]): Found[] {
  if (series.points.length < ENOUGH_DAYS) return [];
  const points = withoutWeekdays(series.points);
  const { at, statistic } = bestSplit(points);
  if (at < 0) return [];
  const before = weightedMean(series.points.slice(0, at));
  const after = weightedMean(series.points.slice(at));
  const day = series.points[at]!.day;
  const isWorth = Math.abs(after - before) >= series.worth(before);
  const inflation = memoryOf(points, at);
  const p =
    isWorth && inflation !== null
      ? permutationTest(points, (order) => {
          const found = bestSplit(order);
          return order === points ? statistic / inflation : found.statistic;
        })
      : 1;
  const params = { what: series.name, before: rounded(before), after: rounded(after), since: dateOf(day) };
  const tasks = idsOf(observations.filter((one) => one.listDay >= day));
  const effect = rounded(after - before);
  return [
    { p, strength: statistic, finding: { id: 'change', params, p, effect, since: dateOf(day), tasks } },
  ];
}

/** The split with the largest weighted difference of means, as a multiple of its standard error. */
function bestSplit(points: readonly Point[]): { at: number; statistic: number } {
  let total = 0;
  let sum = 0;
  let squares = 0;
  for (const { value, weight } of points) {
    total += weight;
    sum += weight * value;
    squares += weight * value * value;
  }
  let left = 0;
  let leftSum = 0;
  let best = { at: -1, statistic: 0 };
  points.forEach(({ value, weight }, i) => {
    if (i >= LEAST_SIDE && points.length - i >= LEAST_SIDE && left > 0 && left < total) {
      const between = leftSum ** 2 / left + (sum - leftSum) ** 2 / (total - left) - sum ** 2 / total;
      const within = Math.max(1e-12, squares - sum ** 2 / total - between);
      const statistic = Math.sqrt(Math.max(0, (between * (points.length - 2)) / within));
      if (statistic > best.statistic) best = { at: i, statistic };
    }
    left += weight;
    leftSum += weight * value;
  });
  return best;
}

/** Values less what is usual on their weekday, as far as that is known. */
function withoutWeekdays(points: readonly Point[]): Point[] {
  const whole = weightedMean(points);
  const usual = new Map<string, number>();
  for (const [weekday, group] of groupBy(points, ({ day }) => weekdayOf(day))) {
    const count = group.length;
    usual.set(weekday, (count * (weightedMean(group) - whole)) / (count + 4));
  }
  return points.map((point) => ({ ...point, value: point.value - usual.get(String(weekdayOf(point.day)))! }));
}

/** By how much the split's statistic is too large because days resemble the day before; null: too alike to tell. */
function memoryOf(points: readonly Point[], at: number): number | null {
  const [before, after] = [weightedMean(points.slice(0, at)), weightedMean(points.slice(at))];
  const rest = points.map(({ value }, i) => value - (i < at ? before : after));
  let product = 0;
  let square = 0;
  rest.forEach((value, i) => {
    square += value * value;
    if (i > 0) product += value * rest[i - 1]!;
  });
  const memory = square > 0 ? product / square : 0;
  if (memory > MOST_MEMORY) return null;
  const sure = Math.max(0, memory - 1 / Math.sqrt(points.length));
  return Math.sqrt((1 + sure) / (1 - sure));
}

function weightedMean(points: readonly Point[]): number {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? points.reduce((sum, { value, weight }) => sum + weight * value, 0) / total : 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
