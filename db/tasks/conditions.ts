import type { Condition, Emptiable, Flag, Test } from '../../core/filter/condition.ts';
import { addDays, startOfDay } from '../../core/time/zoned.ts';
import { phraseExpression } from '../search/expression.ts';
import type { SqlValue } from '../sqlite.ts';

/** A filter's condition as SQL about the task `t`. No part of it is ever NULL, so that `NOT` turns it round. */

export interface Clause {
  sql: string;
  params: SqlValue[];
}

/** @param tz the zone in which instants become days */
export function conditionClause(asked: Condition, tz: string): Clause {
  switch (asked.kind) {
    case 'all':
      return joined(asked.of, 'AND', tz);
    case 'any':
      return joined(asked.of, 'OR', tz);
    case 'not': {
      const { sql, params } = conditionClause(asked.of, tz);
      return { sql: `NOT (${sql})`, params };
    }
    default:
      return testClause(asked, tz);
  }
}

function joined(parts: readonly Condition[], word: 'AND' | 'OR', tz: string): Clause {
  const clauses = parts.map((part) => conditionClause(part, tz));
  const sql = clauses.map((clause) => `(${clause.sql})`).join(` ${word} `);
  return { sql: sql || (word === 'AND' ? '1' : '0'), params: clauses.flatMap(({ params }) => params) };
}

function testClause(asked: Test, tz: string): Clause {
  switch (asked.kind) {
    case 'priority':
      return { sql: 't.priority = ?', params: [asked.level] };
    case 'project':
      return { sql: `ifnull(t.project_id IN (${list()}), 0)`, params: [JSON.stringify(asked.ids)] };
    case 'tag':
      return {
        sql: `t.rid IN (SELECT l.task_rid FROM task_tags l WHERE l.name IN (${list()}))`,
        params: [JSON.stringify(asked.names)],
      };
    case 'person':
      return {
        sql: `t.rid IN (SELECT l.task_rid FROM task_people l WHERE l.name IN (${list()}))`,
        params: [JSON.stringify(asked.names)],
      };
    case 'days':
      return daysClause(asked, tz);
    case 'length':
      return { sql: `ifnull(${MINUTES} ${asked.compare} ?, 0)`, params: [asked.minutes] };
    case 'energy':
      return { sql: 't.energy IS ?', params: [asked.level] };
    case 'status':
      return statusClause(asked.status);
    case 'flag':
      return { sql: FLAGS[asked.flag], params: [] };
    case 'empty':
      return { sql: EMPTY[asked.field], params: [] };
    case 'text': {
      const phrase = phraseExpression(asked.text);
      if (phrase === null) return { sql: '0', params: [] };
      return {
        sql: 't.rid IN (SELECT rowid FROM task_search WHERE task_search MATCH ?)',
        params: [`{title notes} : ${phrase}`],
      };
    }
  }
}

/** The values of one parameter that is a list. */
function list(): string {
  return 'SELECT value FROM json_each(?)';
}

/** Minutes as given, else as guessed and shown: `shownMinutes` of core/guess.ts. */
export const MINUTES = `coalesce(t.duration_min, max(5, 5 * round(json_extract(t.predicted_json, '$.p50') / 5.0)))`;

function daysClause({ field, from, to }: Extract<Test, { kind: 'days' }>, tz: string): Clause {
  const isInstant = field === 'created' || field === 'done';
  const column = { deadline: 't.deadline', date: 't.day', created: 't.created_at', done: 't.completed_at' }[
    field
  ];
  const bound = (day: string): SqlValue => (isInstant ? startOfDay(day, tz) : day);
  const parts = [`${column} IS NOT NULL`];
  const params: SqlValue[] = [];
  if (field === 'done') parts.push(`t.status = 'done'`);
  if (from !== null) {
    parts.push(`${column} >= ?`);
    params.push(bound(from));
  }
  if (to !== null) {
    parts.push(`${column} < ?`);
    params.push(bound(addDays(to, 1)));
  }
  return { sql: parts.join(' AND '), params };
}

function statusClause(status: Extract<Test, { kind: 'status' }>['status']): Clause {
  if (status === 'someday' || status === 'waiting')
    return { sql: `t.status = 'open' AND t.on_hold IS ?`, params: [status] };
  if (status === 'open') return { sql: `t.status = 'open' AND t.on_hold IS NULL`, params: [] };
  return { sql: 't.status = ?', params: [status] };
}

const FLAGS: Record<Flag, string> = {
  running: 'EXISTS (SELECT 1 FROM time_entries e WHERE e.task_rid = t.rid AND e.end_at IS NULL)',
  repeating: 't.rrule IS NOT NULL',
  blocked: `t.rid IN (SELECT d.task_rid FROM task_dependencies d JOIN tasks o ON o.rid = d.depends_on_rid
    WHERE o.status = 'open')`,
  habit: 't.habit_id IS NOT NULL',
  pinned: 't.pinned_start IS NOT NULL',
  postponed: 't.deferrals > 0',
  hardDeadline: 't.deadline IS NOT NULL AND t.deadline_hard = 1',
};

const EMPTY: Record<Emptiable, string> = {
  project: 't.project_id IS NULL',
  tags: 't.rid NOT IN (SELECT task_rid FROM task_tags)',
  people: 't.rid NOT IN (SELECT task_rid FROM task_people)',
  deadline: 't.deadline IS NULL',
  date: 't.day IS NULL',
  length: 't.duration_min IS NULL',
  energy: 't.energy IS NULL',
  notes: `t.notes = ''`,
  dependencies: 't.rid NOT IN (SELECT task_rid FROM task_dependencies)',
};
