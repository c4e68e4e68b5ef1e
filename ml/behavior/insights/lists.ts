import { mean, medianOf } from '../../../core/statistics.ts';
import { dayOf, outcomeIn, weekdayOf, type Observation } from './observations.ts';
import { idsOf, type Detector, type Finding } from './finding.ts';
import { groupBy, permutationTest, signedRankTest, signTest } from './statistics.ts';

const ENOUGH_DAYS = 15;
/** A list shorter than this is not full. */
const LEAST_LIST = 3;
/** How much smaller the share done of the longest third of lists is than of the shortest. */
const LOSS = 0.12;
/** Of lists that are too full this much is done at most; who does more now and then has a full day, as everybody. */
const OVERFULL = 0.7;
/** A task more on the list adds at most this many done ones. */
const MORE_DONE = 0.45;
/** Lists this long, half of which have no more than this done: too long whatever their length; and what counts as mostly done. */
const LONG_LIST = 6;
const LITTLE = 0.6;
const MOSTLY = 0.7;
/** Where no day is planned: weeks add this many times what they finish, of everything no more than this share gets done. */
const MORE_ADDED = 1.1;
const FINISHED_OF_ADDED = 0.7;
const ENOUGH_WEEKS = 8;
const LEAST_A_WEEK = 10;
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

/**
 * Whether more is listed than gets done: longer lists with a smaller share done (tested by shuffling shares over lists), long lists that
 * are mostly left undone, or, where no day is planned, weeks that add far more than they finish.
 */
export const detectFullDays: Detector = (observations) => {
  const lists = listsOf(observations, ({ kept }) => kept);
  const found = [...fullLists(lists), ...overfullWeeks(observations)];
  if (found.length === 0) return [];
  const best = found.reduce((a, b) => (b.p < a.p ? b : a));
  return [{ ...best, p: Math.min(1, best.p * found.length) }];
};

function fullLists(lists: readonly DayList[]): Finding[] {
  if (lists.length < ENOUGH_DAYS || mean(lists.map(({ tasks }) => tasks.length)) < LEAST_LIST) return [];
  const order = lists.toSorted((a, b) => a.tasks.length - b.tasks.length);
  const third = Math.floor(order.length / 3);
  const [short, long] = [order.slice(0, third), order.slice(-third)];
  const loss = pooled(short) - pooled(long);
  const sizes = lists.map(({ tasks }) => tasks.length);
  const shares = lists.map(({ share }) => share);
  const done = lists.map((list) => list.done);
  const more = covariance(sizes, done) / covariance(sizes, sizes);
  const growing =
    loss >= LOSS && pooled(lists) <= OVERFULL && more <= MORE_DONE
      ? permutationTest(shares, (values) => -covariance(sizes, values))
      : 1;
  const isAlways = mean(sizes) >= LONG_LIST && medianOf(shares) <= LITTLE;
  const always = isAlways ? signTest(shares.filter((share) => share < MOSTLY).length, lists.length) : 1;
  const p = isAlways ? Math.min(1, 2 * Math.min(growing, always)) : growing;
  const isGrowing = growing < always && loss >= LOSS;
  const params = {
    by: isGrowing ? 'growing' : 'always',
    usual: Math.round(mean(done)),
    length: Math.round(mean((isGrowing ? long : lists).map(({ tasks }) => tasks.length))),
    done: Math.round(100 * pooled(long)),
    doneOfShort: Math.round(100 * pooled(short)),
  };
  const left = long.flatMap(({ tasks }) => tasks.filter(({ kept }) => kept === false));
  const effect = isGrowing ? loss : 1 - pooled(lists);
  return [{ id: 'too-full-days', params, p, effect, tasks: idsOf(left) }];
}

/** Weeks that add far more than they finish, by a signed-rank test; the first one and the last, which is not over, are left out. */
function overfullWeeks(observations: readonly Observation[]): Finding[] {
  const weekOf = (day: number): number => Math.floor((day + 3) / 7);
  const added = groupBy(observations, ({ created }) => weekOf(dayOf(created)));
  const finished = groupBy(observations, ({ completed }) => (completed ? weekOf(dayOf(completed)) : null));
  const weeks = [...added.keys()]
    .map(Number)
    .toSorted((a, b) => a - b)
    .slice(1, -1)
    .map((week) => ({ added: added.get(String(week))!, finished: finished.get(String(week))?.length ?? 0 }));
  const all = weeks.reduce((sum, week) => sum + week.added.length, 0);
  const done = weeks.reduce((sum, week) => sum + week.finished, 0);
  if (weeks.length < ENOUGH_WEEKS || all < LEAST_A_WEEK * weeks.length) return [];
  const ratios = weeks.map((week) => Math.log((week.added.length + 1) / (MORE_ADDED * (week.finished + 1))));
  const p = done <= FINISHED_OF_ADDED * all ? signedRankTest(ratios) : 1;
  const params = {
    by: 'weeks',
    length: Math.round(all / weeks.length),
    usual: Math.round(done / weeks.length),
  };
  const left = weeks.flatMap((week) => week.added.filter((one) => one.done !== true));
  return [{ id: 'too-full-days', params, p, effect: 1 - done / all, tasks: idsOf(left) }];
}

function pooled(lists: readonly DayList[]): number {
  const listed = lists.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return listed > 0 ? lists.reduce((sum, { done }) => sum + done, 0) / listed : 0;
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
