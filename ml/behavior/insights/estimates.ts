import { medianOf } from '../../../core/statistics.ts';
import { idsOf, type Detector, type Finding } from './finding.ts';
import type { Observation } from './observations.ts';
import { adjusted, groupBy, signedRankTest } from './statistics.ts';

/** Fewer tasks with an estimate and a duration say nothing. */
const ENOUGH = 10;
/** A ratio this near to 1 is as good as right: the test is against it, so that a small steady miss is no finding. */
const RIGHT = Math.log2(1.1);
/** Log2 of the ratio from which on it is worth telling. */
const WORTH = Math.log2(1.2);

interface Judged {
  readonly observation: Observation;
  /** log2 of actual over estimated minutes. */
  readonly off: number;
}

/**
 * Projects whose tasks take longer or shorter than estimated, by the median ratio and a signed-rank test; all tasks together
 * where it isn't one project's doing.
 */
export const detectEstimates: Detector = (observations) => {
  const judged = observations.flatMap((observation): Judged[] => {
    const { estimateMin, actualMin } = observation;
    return estimateMin && actualMin ? [{ observation, off: Math.log2(actualMin / estimateMin) }] : [];
  });
  if (judged.length < ENOUGH) return [];
  const projects = groupBy(judged, ({ observation }) => observation.project);
  const single = [...projects].flatMap(([project, group]) =>
    group.length >= ENOUGH ? sides(group, { project }) : [],
  );
  const reported = new Set(single.filter(({ p }) => p < 0.005).map(({ params }) => params['project']));
  const rest = judged.filter(({ observation }) => !reported.has(observation.project ?? ''));
  const whole =
    rest.length >= ENOUGH ? sides(rest, reported.size > 0 ? { besides: [...reported].join(', ') } : {}) : [];
  const found = [...single, ...whole];
  const certain = adjusted(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, p: certain[i]! }));
};

function sides(group: readonly Judged[], params: Finding['params']): Finding[] {
  const middle = medianOf(group.map(({ off }) => off));
  const tasks = idsOf(group.map(({ observation }) => observation));
  const ratio = Number((2 ** middle).toFixed(2));
  const reported = { ...params, ratio, count: group.length };
  const finding = (id: 'under-estimates' | 'over-estimates', sign: number): Finding => {
    const p = sign * middle >= WORTH ? signedRankTest(group.map(({ off }) => sign * off - RIGHT)) : 1;
    return { id, params: reported, p, effect: ratio, tasks };
  };
  return [finding('under-estimates', 1), finding('over-estimates', -1)];
}
