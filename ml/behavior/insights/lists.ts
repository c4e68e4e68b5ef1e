import { outcomeIn, weekdayOf, type Observation } from './observations.ts';
import { idsOf, type Detector } from './finding.ts';
import { groupBy, mean, medianOf, permutationTest, signTest } from './statistics.ts';

const ENOUGH_DAYS = 15;
/** A list shorter than this is not full. */
const LEAST_LIST = 3;
/** How much smaller the share done of the longest third of lists is than of the shortest. */
const LOSS = 0.12;
/** Lists this long, half of which have no more than this done: too long whatever their length; and what counts as mostly done. */
const LONG_LIST = 7;
const LITTLE = 0.55;
const MOSTLY = 0.7;
/** Lengths that differ less than this, as a share of their mean, are one length. */
const ALIKE = 0.25;
/** A weekday's share differs by this much, or its number by this factor. */
const WEEKDAY_SHARE = 0.15;
const WEEKDAY_TIMES = 1.4;
const ENOUGH_OF_WEEKDAY = 4;

interface DayList {
  readonly day: number;
  readonly tasks: readonly Observation[];
  readonly done: number;
  readonly share: number;
}

function listsOf(
  observations: readonly Observation[],
  outcome: (one: Observation) => boolean | null,
): DayList[] {
  const known = observations.filter((one) => outcome(one) !== null);
  return Array.from(
    groupBy(known, ({ listDay }) => listDay),
    ([day, tasks]) => {
      const done = tasks.filter((one) => outcome(one) === true).length;
      return { day: Number(day), tasks, done, share: done / tasks.length };
    },
  ).toSorted((a, b) => a.day - b.day);
}

/** Whether more on a day's list means a smaller share of it done, tested by shuffling shares over lists. */
export const detectFullDays: Detector = (observations) => {
  const lists = listsOf(observations, ({ kept }) => kept);
  if (lists.length < ENOUGH_DAYS || mean(lists.map(({ tasks }) => tasks.length)) < LEAST_LIST) return [];
  const order = lists.toSorted((a, b) => a.tasks.length - b.tasks.length);
  const third = Math.floor(order.length / 3);
  const [short, long] = [order.slice(0, third), order.slice(-third)];
  const loss = pooled(short) - pooled(long);
  const sizes = lists.map(({ tasks }) => tasks.length);
  const growing =
    loss >= LOSS
      ? permutationTest(
          lists.map(({ share }) => share),
          (shares) => -covariance(sizes, shares),
        )
      : 1;
  // Lists of one length show no slope; long ones of which little gets done are too long all the same.
  const isAlways =
    mean(sizes) >= LONG_LIST && spread(sizes) < ALIKE && medianOf(lists.map(({ share }) => share)) <= LITTLE;
  const always = isAlways ? signTest(lists.filter(({ share }) => share < MOSTLY).length, lists.length) : 1;
  const p = isAlways ? Math.min(1, 2 * Math.min(growing, always)) : growing;
  const usual = Math.round(mean(lists.map(({ done }) => done)));
  const params = {
    by: growing < always ? 'growing' : 'always',
    usual,
    length: Math.round(mean(long.map(({ tasks }) => tasks.length))),
    done: Math.round(100 * pooled(long)),
    doneOfShort: Math.round(100 * pooled(short)),
  };
  const left = long.flatMap(({ tasks }) => tasks.filter(({ kept }) => kept === false));
  return [{ id: 'too-full-days', params, p, effect: loss, tasks: idsOf(left) }];
};

function pooled(lists: readonly DayList[]): number {
  const listed = lists.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return listed > 0 ? lists.reduce((sum, { done }) => sum + done, 0) / listed : 0;
}

/** Standard deviation as a share of the mean. */
function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) / middle;
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i]! - meanB), 0);
}

/** The weekday that differs most from the others in how much of its list, or how many tasks, get done. */
export const detectWeekday: Detector = (observations) => {
  const lists = listsOf(observations, outcomeIn(observations));
  const shares = lists.map(({ day, share, tasks }) => ({ day, value: share, weight: tasks.length }));
  const numbers = lists.map(({ day, done }) => ({ day, value: done, weight: 1 }));
  const byShare = weekdayIn(onWorkdays(shares), 'share');
  const byNumber = weekdayIn(onWorkdays(numbers), 'number');
  const found = [byShare, byNumber].filter((f) => f !== null);
  if (found.length === 0) return [];
  const best = found.reduce((a, b) => (b.p < a.p ? b : a));
  const { by, weekday, inside, outside } = best;
  const tasks = idsOf(lists.filter(({ day }) => weekdayOf(day) === weekday).flatMap((list) => list.tasks));
  const scale = by === 'share' ? 100 : 10;
  const digits = (value: number): number => Math.round(value * scale) / (by === 'share' ? 1 : 10);
  const params = { by, weekday: weekday + 1, value: digits(inside), usual: digits(outside) };
  return [
    { id: 'weekday-pattern', params, p: Math.min(1, best.p * found.length), effect: inside - outside, tasks },
  ];
};

interface DayValue {
  readonly day: number;
  readonly value: number;
  readonly weight: number;
}

/** Days off are no pattern: weekdays on which less than half as many days are worked as on the others. */
function onWorkdays(days: readonly DayValue[]): DayValue[] {
  const counts = new Float64Array(7);
  for (const { day } of days) counts[weekdayOf(day)]! += 1;
  const most = Math.max(...counts);
  return days.filter(({ day }) => counts[weekdayOf(day)]! >= Math.max(ENOUGH_OF_WEEKDAY, 0.5 * most));
}

interface WeekdayFound {
  readonly by: 'share' | 'number';
  readonly weekday: number;
  readonly inside: number;
  readonly outside: number;
  readonly p: number;
}

function weekdayIn(days: readonly DayValue[], by: WeekdayFound['by']): WeekdayFound | null {
  if (days.length < ENOUGH_DAYS) return null;
  const { weekday, inside, outside } = farthest(days, days);
  if (weekday < 0) return null;
  const isWorth =
    by === 'share'
      ? Math.abs(inside - outside) >= WEEKDAY_SHARE
      : Math.max(inside / outside, outside / inside) >= WEEKDAY_TIMES;
  const p = isWorth ? permutationTest(days, (order) => farthest(days, order).statistic) : 1;
  return { by, weekday, inside, outside, p };
}

/** The weekday with the largest difference from the rest in standard errors; `days` say when, `values` what. */
function farthest(
  days: readonly DayValue[],
  values: readonly DayValue[],
): { weekday: number; inside: number; outside: number; statistic: number } {
  const sums = new Float64Array(7);
  const weights = new Float64Array(7);
  let [sum, total, squares] = [0, 0, 0];
  days.forEach(({ day }, i) => {
    const { value, weight } = values[i]!;
    const weekday = weekdayOf(day);
    sums[weekday]! += weight * value;
    weights[weekday]! += weight;
    sum += weight * value;
    total += weight;
    squares += weight * value * value;
  });
  const deviation = Math.sqrt(Math.max(1e-9, squares / total - (sum / total) ** 2));
  let best = { weekday: -1, inside: 0, outside: 0, statistic: 0 };
  for (let weekday = 0; weekday < 7; weekday++) {
    const weight = weights[weekday]!;
    if (weight === 0 || weight === total) continue;
    const inside = sums[weekday]! / weight;
    const outside = (sum - sums[weekday]!) / (total - weight);
    const statistic = Math.abs(inside - outside) / (deviation * Math.sqrt(1 / weight + 1 / (total - weight)));
    if (statistic > best.statistic) best = { weekday, inside, outside, statistic };
  }
  return best;
}
