import { DaymarkError } from '../core/errors.ts';
import type { Problem, ProblemTask } from '../core/problem.ts';
import { isRealDate } from '../core/time/zoned.ts';

/**
 * Checks what the schema can't: that days exist, spans run forwards, ids are unique, and dependencies
 * exist and form no cycle.
 *
 * @throws DaymarkError `invalidInput` naming the field, or `dependencyCycle` naming the tasks.
 */
export function checkProblem(problem: Problem): void {
  const real = new Set<string>();
  // A long list names the same few days over and over.
  const checkDay = (local: string, what: string): void => {
    const day = local.slice(0, 10);
    if (real.has(day)) return;
    if (!isRealDate(day)) refuse(`${what} is a day that does not exist, ${local}`);
    real.add(day);
  };
  checkDay(problem.now, 'now');
  for (const event of problem.events) {
    checkDay(event.start, `the start of event ${event.id}`);
    checkDay(event.end, `the end of event ${event.id}`);
    if (event.end < event.start) refuse(`event ${event.id} ends before it starts`);
  }
  const tasks = new Map<string, ProblemTask>();
  for (const task of problem.tasks) {
    if (tasks.has(task.id)) refuse(`two tasks have the id ${task.id}`);
    tasks.set(task.id, task);
    if (task.earliest) checkDay(task.earliest, `the earliest start of task ${task.id}`);
    if (task.due) checkDay(task.due, `the due date of task ${task.id}`);
    if (task.pinnedStart) checkDay(task.pinnedStart, `the pinned start of task ${task.id}`);
    checkHours(task.windows, `the windows of task ${task.id}`);
  }
  for (const block of problem.previous ?? []) {
    checkDay(block.start, `the previous plan of task ${block.taskId}`);
    checkDay(block.end, `the previous plan of task ${block.taskId}`);
    if (block.end < block.start) refuse(`a block of task ${block.taskId} ends before it starts`);
  }
  for (const { start, end } of problem.focusTime ?? []) {
    checkDay(start, 'the start of focus time');
    checkDay(end, 'the end of focus time');
    if (end < start) refuse(`focus time ends before it starts, ${start} to ${end}`);
  }
  if (problem.workingHours !== 'always') checkHours(problem.workingHours, 'the working hours');
  for (const task of problem.tasks) {
    for (const id of task.dependsOn ?? []) {
      if (!tasks.has(id)) refuse(`task ${task.id} waits for ${id}, which is not in the problem`);
    }
  }
  const cycle = findCycle(problem.tasks, tasks);
  if (cycle) {
    throw new DaymarkError('dependencyCycle', {
      titles: cycle.map((task) => task.title ?? task.id).join(' → '),
    });
  }
}

function refuse(reason: string): never {
  throw new DaymarkError('invalidInput', { reason });
}

function checkHours(hours: ProblemTask['windows'], what: string): void {
  for (const [weekday, spans] of Object.entries(hours ?? {})) {
    for (const [from, to] of spans) {
      if (to < from) refuse(`${what} on ${weekday} end before they start, ${from} to ${to}`);
    }
  }
}

/** The tasks of one dependency cycle in waiting order, first one repeated at the end; undefined when there is none. */
function findCycle(
  tasks: readonly ProblemTask[],
  byId: ReadonlyMap<string, ProblemTask>,
): ProblemTask[] | undefined {
  const finished = new Set<string>();
  for (const root of tasks) {
    const path: { task: ProblemTask; next: number }[] = [{ task: root, next: 0 }];
    const onPath = new Set([root.id]);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const id = finished.has(top.task.id) ? undefined : top.task.dependsOn?.[top.next++];
      if (id === undefined) {
        finished.add(top.task.id);
        onPath.delete(top.task.id);
        path.pop();
      } else if (onPath.has(id)) {
        const from = path.findIndex((step) => step.task.id === id);
        return [...path.slice(from).map((step) => step.task), byId.get(id)!];
      } else if (!finished.has(id)) {
        onPath.add(id);
        path.push({ task: byId.get(id)!, next: 0 });
      }
    }
  }
  return undefined;
}
