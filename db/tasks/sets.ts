import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import { ridOf } from './rows.ts';

/** The sets that hang on a task: tags, people, and the tasks that it waits for. */

/** Puts sets in the place of those that a task has; absent ones stay. Throws `dependencyCycle`, `notFound`. */
export function replaceSets(
  db: Connection,
  rid: number,
  sets: { tags?: readonly string[]; people?: readonly string[]; dependsOn?: readonly TaskId[] },
): void {
  if (sets.tags) {
    const before = db.all<{ tag_id: number }>('SELECT tag_id FROM task_tags WHERE task_rid = ?', rid);
    db.run('DELETE FROM task_tags WHERE task_rid = ?', rid);
    addTags(db, rid, sets.tags);
    for (const { tag_id } of before) forgetTag(db, tag_id);
  }
  if (sets.people) {
    db.run('DELETE FROM task_people WHERE task_rid = ?', rid);
    addPeople(db, rid, sets.people);
  }
  if (sets.dependsOn) {
    db.run('DELETE FROM task_dependencies WHERE task_rid = ?', rid);
    addDependencies(db, rid, sets.dependsOn);
  }
}

/** The sets of a task that is new. Throws `dependencyCycle`, `notFound`. */
export function addSets(
  db: Connection,
  rid: number,
  sets: { tags: readonly string[]; people: readonly string[]; dependsOn: readonly TaskId[] },
): void {
  addTags(db, rid, sets.tags);
  addPeople(db, rid, sets.people);
  addDependencies(db, rid, sets.dependsOn);
}

/** A tag that nothing has any more: its spelling is free again. */
export function forgetTag(db: Connection, tagId: number): void {
  db.run(
    'DELETE FROM tags WHERE tag_id = ? AND NOT EXISTS (SELECT 1 FROM task_tags WHERE tag_id = ?)',
    tagId,
    tagId,
  );
}

function addTags(db: Connection, rid: number, names: readonly string[]): void {
  for (const [position, name] of names.entries()) {
    const key = nameKey(name);
    db.run('INSERT INTO tags (name, name_key) VALUES (?, ?) ON CONFLICT (name_key) DO NOTHING', name, key);
    db.run(
      `INSERT INTO task_tags (task_rid, position, tag_id, name)
       SELECT ?, ?, tag_id, ? FROM tags WHERE name_key = ?`,
      rid,
      position,
      name,
      key,
    );
  }
}

function addPeople(db: Connection, rid: number, names: readonly string[]): void {
  for (const [position, name] of names.entries()) {
    db.run('INSERT INTO task_people (task_rid, position, name) VALUES (?, ?, ?)', rid, position, name);
  }
}

function addDependencies(db: Connection, rid: number, ids: readonly TaskId[]): void {
  for (const [position, id] of [...new Set(ids)].entries()) {
    const other = ridOf(db, id);
    refuseCycle(db, rid, other);
    db.run(
      'INSERT INTO task_dependencies (task_rid, position, depends_on_rid) VALUES (?, ?, ?)',
      rid,
      position,
      other,
    );
  }
}

/** Throws when `other` already waits, directly or not, for `rid`. */
function refuseCycle(db: Connection, rid: number, other: number): void {
  const cycle = db.get<{ found: number }>(
    `WITH RECURSIVE before (rid) AS (
       SELECT ? UNION
       SELECT d.depends_on_rid FROM task_dependencies d JOIN before b ON d.task_rid = b.rid
     ) SELECT 1 AS found FROM before WHERE rid = ?`,
    other,
    rid,
  );
  if (!cycle) return;
  const titles = db.all<{ title: string }>('SELECT title FROM tasks WHERE rid IN (?, ?)', rid, other);
  throw new DaymarkError('dependencyCycle', { titles: titles.map((row) => row.title).join(', ') });
}
