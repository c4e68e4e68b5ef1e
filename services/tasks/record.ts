import type { Task } from '../../core/domain/task.ts';
import type { ParsedFields } from '../../core/language.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';

/** The stored part of a task: what an undo puts back and what a change row holds. */
export function recordOf(task: Task): TaskRecord {
  const { project: _name, predicted: _guess, priorityScore: _score, ...rest } = task;
  const { runningSince: _since, trackedMin: _tracked, revision: _revision, ...record } = rest;
  return record;
}

/** A task in the words of the parser, so that what was kept can be compared with what was read. */
export function fieldsOf(task: Task, titleOf: (id: Task['id']) => string | undefined): ParsedFields {
  return {
    title: task.title,
    date: task.date,
    start: task.start,
    end: task.end,
    deadline: task.deadline,
    earliest: task.earliest,
    durationMin: task.durationMin,
    rrule: task.rrule,
    recurFrom: task.recurFrom,
    priority: task.priority === 4 ? null : task.priority,
    project: task.project,
    tags: task.tags,
    people: task.people,
    energy: task.energy,
    dependsOn: task.dependsOn.map((id) => titleOf(id) ?? '').filter(Boolean),
  };
}
