import type { Model } from '../model/model.ts';

/** Tasks that are best done one after the other, as one: what comes first opens the way to what pays. */
interface Chain {
  minutes: number;
  weight: number;
  tasks: number[];
}

/** Who waits for whom, and what each task takes and is worth; read backwards for the mirror image. */
interface Forest {
  order: Int32Array;
  parents: readonly Int32Array[];
  minutes: ArrayLike<number>;
  weight: ArrayLike<number>;
}

/**
 * Places of the movable tasks by weight per minute when a task also counts for what it opens the way to (Horn, 1972):
 * from the last tasks backwards, whatever pays more than the task it waits for is joined to it. Optimal for the weighted
 * completion of trees; where a task waits for several, only the last of them in `order` is seen.
 *
 * @param order all movable tasks, each after what it waits for
 */
export function chainPlaces(model: Model, order: Int32Array): Float64Array {
  return places({ order, parents: model.preds, minutes: model.duration, weight: model.weight });
}

/**
 * The same for tasks that lead together rather than apart: time runs backwards, and minutes and weight change roles,
 * which leaves the weighted completion as it is.
 */
export function mirroredPlaces(model: Model, order: Int32Array): Float64Array {
  const mirror = {
    order: order.toReversed(),
    parents: model.succs,
    minutes: model.weight,
    weight: model.duration,
  };
  return places(mirror).map((place) => -place);
}

function places({ order, parents, minutes, weight }: Forest): Float64Array {
  const place = new Int32Array(parents.length).fill(-1);
  order.forEach((task, i) => (place[task] = i));
  const chains: Chain[][] = parents.map(() => []);
  const roots: Chain[] = [];
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i]!;
    let parent = -1;
    for (const other of parents[task]!) {
      if (place[other]! >= 0 && (parent < 0 || place[other]! > place[parent]!)) parent = other;
    }
    const own = { minutes: minutes[task]!, weight: weight[task]!, tasks: [task] };
    const joined = joinTask(own, chains[task]!);
    chains[task] = [];
    if (parent >= 0) chains[parent]!.push(...joined);
    else roots.push(...joined);
  }
  const found = new Float64Array(parents.length);
  let next = 0;
  for (const { tasks } of roots.sort(byRate)) for (const task of tasks) found[task] = next++;
  return found;
}

/** The chains of a task's subtree: its own, grown by every follower that pays more, and those that are left. */
function joinTask(own: Chain, followers: Chain[]): Chain[] {
  followers.sort(byRate);
  let taken = 0;
  for (; taken < followers.length && byRate(followers[taken]!, own) <= 0; taken++) {
    const { minutes, weight, tasks } = followers[taken]!;
    own.minutes += minutes;
    own.weight += weight;
    own.tasks.push(...tasks);
  }
  return [own, ...followers.slice(taken)];
}

/** The one with more weight per minute first. */
function byRate(a: Chain, b: Chain): number {
  return b.weight * a.minutes - a.weight * b.minutes;
}
