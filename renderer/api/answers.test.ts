import { describe, expect, it } from 'vitest';
import type { Task } from '../../core/domain/task.ts';
import { taskIn, withTask } from './answers.ts';

const task = (id: string, fields: Partial<Task> = {}): Task =>
  ({
    id,
    title: id,
    revision: 1,
    status: 'open',
    priority: 4,
    projectId: null,
    deadline: null,
    date: null,
    createdAt: 0,
    ...fields,
  }) as Task;

const ids = (list: { tasks: readonly Task[] } | null): string[] | undefined =>
  list?.tasks.map(({ id }) => id);

describe('withTask', () => {
  const list = { tasks: [task('a', { deadline: '2026-11-25' }), task('b', { priority: 2 })], total: 2 };

  it('puts a new task where the list would', () => {
    expect(ids(withTask(list, {}, task('c', { deadline: '2026-11-26' }), true))).toEqual(['a', 'c', 'b']);
    expect(ids(withTask(list, {}, task('c'), true))).toEqual(['a', 'b', 'c']);
  });

  it('only counts one that lies beyond the window', () => {
    const window = { tasks: list.tasks, total: 900 };
    expect(withTask(window, { offset: 0 }, task('c'), true)).toEqual({ tasks: list.tasks, total: 901 });
  });

  it('leaves lists alone that do not show it', () => {
    expect(withTask(list, { status: 'done' }, task('c'), true)).toBeNull();
    expect(
      withTask(list, { inbox: true }, task('c', { projectId: 'p' as Task['projectId'] }), true),
    ).toBeNull();
    expect(withTask(list, {}, task('c'), false)).toBeNull();
  });

  it('replaces a task that changed, never adding it twice', () => {
    const changed = withTask(list, {}, task('b', { title: 'new' }), true);
    expect(changed?.tasks.map(({ title }) => title)).toEqual(['a', 'new']);
    expect(changed?.total).toBe(2);
  });
});

describe('taskIn', () => {
  it('finds the task in the answers of the task requests', () => {
    expect(taskIn(['tasks', 'create'], task('a'))).toMatchObject({ made: true });
    expect(taskIn(['tasks', 'finish'], { task: task('a'), next: null })).toMatchObject({ made: false });
  });

  it('finds none elsewhere', () => {
    expect(taskIn(['tasks', 'counts'], { open: 3 })).toBeNull();
    expect(taskIn(['projects', 'update'], task('a'))).toBeNull();
  });
});
