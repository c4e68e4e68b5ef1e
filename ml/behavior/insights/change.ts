import { dateOf, weekdayOf, type Observation } from './observations.ts';
import { idsOf, type Detector, type Finding } from './finding.ts';
import { groupBy, permutationTest } from './statistics.ts';
import { seriesOf, type Point, type Series } from './series.ts';

/** Days with anything to measure that a side of the split needs, and that are needed at all. */
const LEAST_SIDE = 5;
const ENOUGH_DAYS = 20;
/** Days over which one day may still show in another, and by how much at most before the test is no use. */
const MEMORY_DAYS = 10;
const MOST_MEMORY = 2.5;

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
  const isWorth = Math.abs(after - before) >= series.worth(before) && !isDrift(points, at);
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

/**
 * By how much the split's statistic is too large because days resemble those before (what is carried over from a full day fills the
 * next ones): the root of the long-run variance over the plain one (Newey and West 1987). Null: too alike to tell.
 */
function memoryOf(points: readonly Point[], at: number): number | null {
  const [before, after] = [weightedMean(points.slice(0, at)), weightedMean(points.slice(at))];
  const rest = points.map(({ value }, i) => value - (i < at ? before : after));
  const square = rest.reduce((sum, value) => sum + value * value, 0);
  if (square === 0) return 1;
  const most = Math.min(MEMORY_DAYS, Math.floor(points.length / 4));
  let whole = 1;
  for (let lag = 1; lag <= most; lag++) {
    let product = 0;
    for (let i = lag; i < rest.length; i++) product += rest[i]! * rest[i - lag]!;
    whole += 2 * (1 - lag / (most + 1)) * (product / square);
  }
  // Less half its standard error, so that what is only noise costs little.
  whole -= 0.5 * Math.sqrt((4 * most) / (3 * points.length));
  return whole > MOST_MEMORY ** 2 ? null : Math.sqrt(Math.max(1, whole));
}

/** Whether the days lie on a slope rather than on two steps: then nothing changed on a day. */
function isDrift(points: readonly Point[], at: number): boolean {
  const steps = [points.slice(0, at), points.slice(at)].reduce(
    (sum, side) => sum + scatter(side, () => weightedMean(side)),
    0,
  );
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const day = points.reduce((sum, one) => sum + one.weight * one.day, 0) / total;
  const value = weightedMean(points);
  let [rise, run] = [0, 0];
  for (const one of points) {
    rise += one.weight * (one.day - day) * (one.value - value);
    run += one.weight * (one.day - day) ** 2;
  }
  const slope = run > 0 ? rise / run : 0;
  return scatter(points, (one) => value + slope * (one.day - day)) <= steps;
}

function scatter(points: readonly Point[], expected: (point: Point) => number): number {
  return points.reduce((sum, one) => sum + one.weight * (one.value - expected(one)) ** 2, 0);
}

function weightedMean(points: readonly Point[]): number {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? points.reduce((sum, { value, weight }) => sum + weight * value, 0) / total : 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
