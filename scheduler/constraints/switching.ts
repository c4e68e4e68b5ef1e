import type { ProblemTask } from '../../core/problem.ts';
import type { Constraint } from './constraint.ts';

/** Minutes a change of project costs when the profile has not measured it. */
const DEFAULT_SWITCH_MIN = 10;

/**
 * Minutes lost to changes of context between tasks that follow each other without an event between them. Two
 * tasks of one project cost nothing; otherwise the price grows with how far apart their texts are, and is the
 * full one where no embedding is known.
 */
export const switching: Constraint = {
  name: 'switching',
  unit: 'minutes lost to switching',
  bind(model) {
    const { tasks, problem } = model;
    const price = problem.profile?.switchCostMin ?? DEFAULT_SWITCH_MIN;
    if (price === 0 || tasks.length < 2) return undefined;
    const distance = distances(tasks);
    return {
      ofStretch(head, at) {
        let lost = 0;
        let before = at.next[head]!;
        if (before < 0) return 0;
        for (let node = at.next[before]!; node >= 0; node = at.next[node]!) {
          lost += distance(at.nodeTask[before]!, at.nodeTask[node]!);
          before = node;
        }
        return lost * price;
      },
    };
  },
};

/** Largest number of tasks whose distances are kept; beyond it each is worked out when asked for. */
const MAX_KEPT = 1500;

/** Context distance by task index, remembered pair by pair where texts have to be compared. */
function distances(tasks: readonly ProblemTask[]): (a: number, b: number) => number {
  const ids = new Map<string | undefined, number>([[undefined, 0]]);
  const project = Int32Array.from(tasks, (task) => {
    if (!ids.has(task.project)) ids.set(task.project, ids.size);
    return ids.get(task.project)!;
  });
  const known = new Float32Array(
    tasks.some((task) => task.embedding) && tasks.length <= MAX_KEPT ? tasks.length ** 2 : 0,
  );
  known.fill(-1);
  return (a, b) => {
    if (a === b || (project[a] === project[b] && project[a] !== 0)) return 0;
    if (known.length === 0) return contextDistance(tasks[a]!, tasks[b]!);
    const cell = a * tasks.length + b;
    if (known[cell]! < 0) known[cell] = contextDistance(tasks[a]!, tasks[b]!);
    return known[cell]!;
  };
}

/** How much of a full change of context lies between two tasks, 0–1. */
export function contextDistance(a: ProblemTask, b: ProblemTask): number {
  if (a.project !== undefined && a.project === b.project) return 0;
  if (a.project === undefined && b.project === undefined && !(a.embedding && b.embedding)) return 0.5;
  return a.embedding && b.embedding ? cosineDistance(a.embedding, b.embedding) : 1;
}

function cosineDistance(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return aa > 0 && bb > 0 ? Math.max(0, Math.min(1, 1 - dot / Math.sqrt(aa * bb))) : 1;
}
