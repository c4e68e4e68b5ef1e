import { quantileOf } from '../../../core/statistics.ts';
import { dayOf, type Observation } from './observations.ts';
import { idsOf, type Detector, type Finding } from './finding.ts';
import { adjusted, fisherTest } from './statistics.ts';

const ENOUGH = 8;
const ENOUGH_STALLED = 5;
/** How much more often than others, and by how much, such tasks stall. */
const TIMES = 1.5;
const MORE = 0.15;
/** Put off this often, or open for this many times the usual, counts as stalled. */
const PUT_OFF = 3;
const SLOW = 3;
const LEAST_SLOW_DAYS = 7;
const LONG_MIN = 90;
const FEW_WORDS = 2;

/** Which kinds of tasks (of a project, with a tag, long ones, short titles) stall more often than all others. */
export const detectStalls: Detector = (observations) => {
  const known = observations.filter(({ done }) => done !== null);
  if (known.length < 3 * ENOUGH) return [];
  const lags = known.flatMap((one) => (one.completed ? [dayOf(one.completed) - dayOf(one.created)] : []));
  const slow = Math.max(LEAST_SLOW_DAYS, SLOW * (quantileOf(lags, 0.5) || 0));
  const stalled = new Set(known.filter((one) => isStalled(one, slow)));
  const kinds = new Map<string, Observation[]>();
  for (const one of known)
    for (const kind of kindsOf(one)) {
      const group = kinds.get(kind);
      if (group) group.push(one);
      else kinds.set(kind, [one]);
    }
  const found = [...kinds].flatMap(([kind, group]): Finding[] => {
    const hits = group.filter((one) => stalled.has(one));
    if (group.length < ENOUGH || group.length > known.length - ENOUGH) return [];
    const share = hits.length / group.length;
    const others = (stalled.size - hits.length) / (known.length - group.length);
    const isWorth = hits.length >= ENOUGH_STALLED && share >= TIMES * others && share >= others + MORE;
    const p = isWorth ? fisherTest(hits.length, group.length, stalled.size, known.length) : 1;
    const [type = '', name = ''] = kind.split('\n');
    const params = { kind: type, name, share: Math.round(100 * share), others: Math.round(100 * others) };
    return [{ id: 'stalls', params, p, effect: share - others, tasks: idsOf(hits) }];
  });
  const sure = adjusted(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, p: sure[i]! }));
};

function isStalled(one: Observation, slowDays: number): boolean {
  if (one.done === false || one.deferrals >= PUT_OFF) return true;
  return one.completed !== null && dayOf(one.completed) - dayOf(one.created) > slowDays;
}

function kindsOf(one: Observation): string[] {
  const words = one.title.split(/\s+/u).filter(Boolean).length;
  return [
    ...(one.project === null ? [] : [`project\n${one.project}`]),
    ...new Set(one.tags.map((tag) => `tag\n${tag}`)),
    ...((one.estimateMin ?? 0) >= LONG_MIN ? ['long\n'] : []),
    ...(words <= FEW_WORDS ? ['vague\n'] : []),
  ];
}
