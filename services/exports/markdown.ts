import type { Task } from '../../core/domain/task.ts';
import { dayOf } from '../../core/time/zoned.ts';

/** Check lists by project, with the signs of Obsidian Tasks. */

const PRIORITY = { 1: ' ⏫', 2: ' 🔼', 3: ' 🔽', 4: '' } as const;
const BOX = { open: ' ', done: 'x', dropped: '-' } as const;

export function* markdownOf(tasks: readonly Task[], tz: string): Generator<string> {
  const byProject = new Map<string, Task[]>();
  for (const task of tasks)
    byProject.set(task.project ?? '', [...(byProject.get(task.project ?? '') ?? []), task]);
  const names = [...byProject.keys()].sort((a, b) => (a < b ? -1 : 1));
  for (const [index, name] of names.entries()) {
    yield `${index > 0 ? '\n' : ''}${name === '' ? '' : `## ${oneLine(name)}\n\n`}`;
    for (const task of byProject.get(name)!) yield lineOf(task, tz);
  }
}

function lineOf(task: Task, tz: string): string {
  const { status, date, deadline, earliest, completedAt, createdAt, tags } = task;
  const sign = (mark: string, local: string | null): string =>
    local === null ? '' : ` ${mark} ${local.slice(0, 10)}`;
  const signs = [
    ...tags.map((tag) => ` #${tag.replaceAll(/\s+/g, '-')}`),
    PRIORITY[task.priority],
    sign('➕', dayOf(createdAt, tz)),
    sign('🛫', earliest),
    sign('⏳', date),
    sign('📅', deadline),
    status === 'done' && completedAt !== null ? sign('✅', dayOf(completedAt, tz)) : '',
    ` 🆔 ${task.id}`,
    task.dependsOn.length > 0 ? ` ⛔ ${task.dependsOn.join(',')}` : '',
  ].join('');
  const notes = task.notes.split(/\r?\n/).filter((line) => line.trim() !== '');
  return `- [${BOX[status]}] ${oneLine(task.title)}${signs}\n${notes.map((line) => `  ${line}\n`).join('')}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
