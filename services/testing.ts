import { v7 } from 'uuid';
import type { Task } from '../core/domain/task.ts';
import { taskId } from '../core/ids.ts';

/** An open task with nothing but a title; tests say what matters to them. */
export function aTask(fields: Partial<Task>): Task {
  return {
    id: taskId.parse(v7()),
    title: 'A task',
    rawText: '',
    notes: '',
    status: 'open',
    projectId: null,
    project: null,
    tags: [],
    people: [],
    priority: 4,
    energy: null,
    date: null,
    start: null,
    end: null,
    deadline: null,
    deadlineHard: false,
    earliest: null,
    durationMin: null,
    predicted: null,
    priorityScore: null,
    splittable: false,
    minChunkMin: 15,
    pinnedStart: null,
    rrule: null,
    recurFrom: null,
    recurrenceId: null,
    dependsOn: [],
    tz: 'Europe/Berlin',
    parseState: 'parsed',
    deferrals: 0,
    runningSince: null,
    trackedMin: 0,
    actualMin: null,
    createdAt: 0,
    updatedAt: 0,
    completedAt: null,
    revision: 0,
    ...fields,
  };
}
