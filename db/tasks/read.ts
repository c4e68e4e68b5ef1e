import type { Task } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import { conditionClause, MINUTES } from './conditions.ts';
import { groupColumn, type GroupColumn } from './groups.ts';
import type { TaskFilter, TaskGroup, TaskPage, TaskReader } from './types.ts';
import { SELECT_TASK, type TaskRow, toTasks } from './rows.ts';

const ORDERS = {
  smart: 't.due_key, t.priority, t.priority_score DESC, t.created_at, t.id',
  manual: 't.order_key',
  created: 't.created_at, t.id',
  deadline: `coalesce(t.deadline, '9999'), t.created_at, t.id`,
  title: 't.title, t.id',
  completed: 't.completed_at DESC, t.id DESC',
  priority: `t.priority, t.due_key, t.created_at, t.id`,
  length: `${MINUTES} IS NULL, ${MINUTES}, t.created_at, t.id`,
} as const satisfies Record<NonNullable<TaskFilter['order']>, string>;

/** Ids of the open sessions of habits, by themselves in the index \`tasks_sessions\`. */
const OPEN_SESSIONS = `SELECT s.id FROM tasks s WHERE s.habit_id IS NOT NULL AND s.status = 'open'`;

/** Ids of what is on hold; only open tasks are. */
const ON_HOLD = 'SELECT h.id FROM tasks h WHERE h.on_hold IS NOT NULL';

/** Ids of tasks with open parts; the parts are what is done. */
const WITH_OPEN_PARTS = `SELECT o.parent_id FROM tasks o WHERE o.parent_id IS NOT NULL AND o.status = 'open'`;

/** Each half along the index that holds nothing else (migration 23). */
export const REMINDED = `WHERE t.id IN (
  SELECT r.id FROM tasks r INDEXED BY tasks_reminded WHERE r.status = 'open' AND r.reminders_json <> '[]'
  UNION SELECT d.id FROM tasks d INDEXED BY tasks_deadline WHERE d.status = 'open' AND d.deadline >= ? AND d.deadline < ?)`;

export function taskReader(db: Connection): TaskReader {
  const tasksWhere = (clause: string, ...params: SqlValue[]): Task[] =>
    toTasks(db, db.all<TaskRow>(`${SELECT_TASK} ${clause}`, ...params));
  return {
    get: (id) => tasksWhere('WHERE t.id = ?', id)[0],
    getMany: (ids) => {
      const found = tasksWhere('WHERE t.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
      const byId = new Map(found.map((task) => [task.id, task]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    list: (filter = {}) => listTasks(db, filter),
    countEach: (filters) => countEach(db, filters),
    counts: (today) => countTasks(db, today),
    open: () =>
      tasksWhere(
        `WHERE t.status = 'open' AND t.on_hold IS NULL AND t.id NOT IN (${WITH_OPEN_PARTS}) ORDER BY t.created_at, t.id`,
      ),
    reminded: (from, to) => tasksWhere(REMINDED, from, to),
    parts: (id) => tasksWhere('WHERE t.parent_id = ? ORDER BY t.created_at, t.id', id),
    heldBy: () =>
      db.all<{ taskId: TaskId; dependsOn: TaskId; title: string }>(
        `SELECT t.id AS taskId, o.id AS dependsOn, o.title AS title FROM tasks o
         JOIN task_dependencies d ON d.depends_on_rid = o.rid JOIN tasks t ON t.rid = d.task_rid
         WHERE o.on_hold IS NOT NULL AND t.status = 'open' AND t.on_hold IS NULL ORDER BY t.id, d.position`,
      ),
    openOfSeries: (series) =>
      toTasks(
        db,
        db.all<TaskRow>(
          `${SELECT_TASK} WHERE t.recurrence_id = ? AND t.status = 'open' ORDER BY t.rid`,
          series,
        ),
      ),
    sessions: (habit, week) =>
      week === undefined
        ? tasksWhere('WHERE t.habit_id = ? ORDER BY t.created_at, t.id', habit)
        : tasksWhere('WHERE t.habit_id = ? AND t.habit_week = ? ORDER BY t.created_at, t.id', habit, week),
    openSessions: (habit) =>
      tasksWhere(`WHERE t.habit_id = ? AND t.status = 'open' ORDER BY t.created_at, t.id`, habit),
    pendingParse: (limit) =>
      tasksWhere(`WHERE t.parse_state = 'pending' ORDER BY t.created_at DESC LIMIT ?`, limit),
    orderKey: (id) => db.get<{ key: string }>('SELECT order_key AS key FROM tasks WHERE id = ?', id)?.key,
    nextKey: (key, direction, except) => {
      const [compare, order] = direction === 'behind' ? ['>', 'ASC'] : ['<', 'DESC'];
      return db.get<{ key: string }>(
        `SELECT order_key AS key FROM tasks WHERE order_key ${compare} ?
           AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY order_key ${order} LIMIT 1`,
        key,
        JSON.stringify(except),
      )?.key;
    },
    dependants: (id) =>
      db
        .all<{ id: string }>(
          `SELECT t.id FROM task_dependencies d JOIN tasks t ON t.rid = d.task_rid
           JOIN tasks o ON o.rid = d.depends_on_rid WHERE o.id = ? AND t.status = 'open' ORDER BY t.id`,
          id,
        )
        .map((row) => row.id as TaskId),
    openDependencies: () =>
      db.all<{ taskId: TaskId; dependsOn: TaskId }>(
        `SELECT t.id AS taskId, o.id AS dependsOn FROM task_dependencies d
         JOIN tasks t ON t.rid = d.task_rid JOIN tasks o ON o.rid = d.depends_on_rid
         WHERE t.status = 'open' AND o.status = 'open' ORDER BY t.id, d.position`,
      ),
    byTitle: (title) => {
      const key = nameKey(title);
      return db
        .all<{ id: string; title: string }>(
          `SELECT id, title FROM tasks WHERE title_key = ? AND status = 'open' ORDER BY created_at DESC`,
          key,
        )
        .map((row) => row.id as TaskId);
    },
    people: (limit = 1_000) =>
      db
        .all<{ name: string }>(
          'SELECT name FROM task_people GROUP BY name ORDER BY count(*) DESC, name LIMIT ?',
          limit,
        )
        .map((row) => row.name),
  };
}

/** The `WHERE` of a list, written without `OR` so that each shape keeps its index. */
export function listClause(filter: TaskFilter): { where: string; params: SqlValue[]; order: string } {
  const conditions: string[] = [];
  const params: SqlValue[] = [];
  const status = filter.status ?? 'open';
  if (status === 'someday' || status === 'waiting') {
    conditions.push('t.on_hold = ?');
    params.push(status);
  } else if (status !== 'any') {
    conditions.push('t.status = ?');
    params.push(status);
  }
  // A set of ids out of an index of its own: the list itself goes on being read along its order's index.
  if (status === 'open') conditions.push(`t.id NOT IN (${ON_HOLD})`);
  if (filter.projectId) {
    conditions.push('t.project_id = ?');
    params.push(filter.projectId);
  }
  if (filter.parentId) {
    conditions.push('t.parent_id = ?');
    params.push(filter.parentId);
  }
  if (filter.inbox) conditions.push('t.project_id IS NULL');
  if (filter.withoutSessions) conditions.push(`t.id NOT IN (${OPEN_SESSIONS})`);
  if (filter.completedSince !== undefined) {
    conditions.push('t.completed_at >= ?');
    params.push(filter.completedSince);
  }
  if (filter.filter) {
    const clause = conditionClause(filter.filter.condition, filter.filter.tz);
    conditions.push(`(${clause.sql})`);
    params.push(...clause.params);
  }
  return {
    where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
    params,
    order: `ORDER BY ${ORDERS[filter.order ?? 'smart']}`,
  };
}

function listTasks(db: Connection, filter: TaskFilter): TaskPage {
  const { grouping } = filter;
  if (grouping) return groupedTasks(db, filter, groupColumn(grouping.by, grouping.today));
  const { where, params, order } = listClause(filter);
  const { limit = 500, offset = 0 } = filter;
  const rows = db.all<TaskRow>(`${SELECT_TASK} ${where} ${order} LIMIT ? OFFSET ?`, ...params, limit, offset);
  const isAll = offset === 0 && rows.length < limit;
  const tasks = toTasks(db, rows);
  // There is at most one running task; putting it first here keeps the index usable.
  if ((filter.order ?? 'smart') === 'smart') {
    tasks.sort((a, b) => Number(b.runningSince !== null) - Number(a.runningSince !== null));
  }
  return { tasks, total: isAll ? rows.length : countOf(db, filter) };
}

function countOf(db: Connection, filter: TaskFilter): number {
  const { where, params } = listClause(filter);
  return db.get<{ n: number }>(`SELECT count(*) AS n FROM tasks t ${where}`, ...params)?.n ?? 0;
}

/** Each list's condition is a sum of its own over the same rows. */
function countEach(db: Connection, filters: readonly TaskFilter[]): number[] {
  if (filters.length === 0) return [];
  const clauses = filters.map((filter) => listClause(filter));
  const sums = clauses.map(({ where }, at) => `total(${where.replace(/^WHERE /, '') || '1'}) AS n${at}`);
  const row = db.get<Record<string, number>>(
    `SELECT ${sums.join(', ')} FROM tasks t`,
    ...clauses.flatMap(({ params }) => params),
  );
  return filters.map((_filter, at) => row?.[`n${at}`] ?? 0);
}

/** The page in the order of its groups, and the groups themselves. */
function groupedTasks(db: Connection, filter: TaskFilter, group: GroupColumn): TaskPage {
  const { where, params, order } = listClause(filter);
  const { limit = 500, offset = 0 } = filter;
  const rows = db.all<TaskRow>(
    `${SELECT_TASK} ${where} ${order.replace('ORDER BY', `ORDER BY ${group.rank},`)} LIMIT ? OFFSET ?`,
    ...params,
    ...group.params,
    limit,
    offset,
  );
  const groups = db.all<TaskGroup>(
    `SELECT ${group.key} AS key, count(*) AS count, coalesce(sum(${MINUTES}), 0) AS minutes
     FROM tasks t LEFT JOIN projects p ON p.id = t.project_id
       LEFT JOIN sections c ON c.id = t.section_id AND c.project_id = t.project_id ${where} GROUP BY 1 ORDER BY ${group.rank}`,
    ...group.params,
    ...params,
    ...group.params,
  );
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return {
    tasks: toTasks(db, rows),
    total,
    groups: groups.map((one) => ({ ...one, key: group.name(one.key) })),
  };
}

function countTasks(db: Connection, today: string): { open: number; inbox: number; today: number } {
  const row = db.get<{ open: number; inbox: number; today: number }>(
    `SELECT
       (SELECT count(*) FROM tasks WHERE status = 'open') - (SELECT count(*) FROM (${OPEN_SESSIONS}))
         - (SELECT count(*) FROM (${ON_HOLD})) AS open,
       (SELECT count(*) FROM tasks WHERE project_id IS NULL AND status = 'open')
         - (SELECT count(*) FROM tasks WHERE habit_id IS NOT NULL AND status = 'open' AND project_id IS NULL)
         - (SELECT count(*) FROM tasks WHERE on_hold IS NOT NULL AND project_id IS NULL) AS inbox,
       (SELECT count(*) FROM (
          SELECT id FROM tasks WHERE status = 'open' AND due_key <= ? AND on_hold IS NULL
          UNION
          SELECT t.id FROM schedule_blocks b JOIN tasks t ON t.id = b.task_id
          WHERE b.start_local >= ? AND b.start_local < ? AND t.status = 'open' AND t.on_hold IS NULL
       )) AS today`,
    today,
    today,
    // Sorts after every moment of the day.
    `${today}U`,
  );
  return row ?? { open: 0, inbox: 0, today: 0 };
}
