import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectId, type CalendarId, type RecurrenceId, type TaskId } from '../../core/ids.ts';
import { defaultExtensionPath } from '../extension.ts';
import { rankedSql } from '../search/read.ts';
import { CLAIM_SQL } from '../jobs/write.ts';
import { makeStore } from '../store.ts';
import { SELECT_TASK } from '../tasks/rows.ts';
import { PAST_SQL } from '../past/read.ts';
import { listClause, REMINDED } from '../tasks/read.ts';
import { Connection } from '../sqlite.ts';
import { newFolder, newHabit, newTask, NOW } from '../testing.ts';
import type { TaskFilter } from '../tasks/types.ts';
import { migrate, migrations, SCHEMA_VERSION } from './index.ts';

function connectionAt(version: number): Connection {
  const connection = new Connection(join(newFolder(), 'test.db'), {
    key: new Uint8Array(randomBytes(32)),
    extensionPath: defaultExtensionPath(),
  });
  onTestFinished(() => connection.close());
  migrate(connection, version);
  return connection;
}

/** A task as the first schema stores it. */
function insertAtOne(db: Connection, id: string, title: string, deadline: string | null): number {
  return db.insert(
    `INSERT INTO tasks (id, title, raw_text, notes, status, priority, deadline, tz, parse_state, created_at, updated_at)
     VALUES (?, ?, ?, 'notes', 'open', 4, ?, 'UTC', 'parsed', ?, ?)`,
    id,
    title,
    title,
    deadline,
    NOW,
    NOW,
  );
}

describe('migrations', () => {
  it('are numbered without gaps', () => {
    expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('21 → 22 keeps projects by name and tasks as they were made, in no section, until they are moved', () => {
    const db = connectionAt(21);
    for (const name of ['Work', 'Atlas'])
      db.run(
        'INSERT INTO projects (id, name, name_key, colour, archived, created_at, updated_at) VALUES (?, ?, ?, 1, 0, 1, 1)',
        name,
        name,
        name.toLowerCase(),
      );
    const later = insertAtOne(db, 'a', 'Later', null);
    db.run('UPDATE tasks SET created_at = created_at + 1 WHERE rid = ?', later);
    insertAtOne(db, 'b', 'First', null);
    db.run(`INSERT INTO saved_filters VALUES ('f', 'Soon', 'p1', 'smart', 'none', 1, 1, 1)`);

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    const unmoved = { icon: null, deadline: null, layout: 'list', position: null, sections: [] };
    expect(store.projects.list()).toMatchObject([
      { name: 'Atlas', ...unmoved },
      { name: 'Work', ...unmoved },
    ]);
    const { tasks } = store.tasks.list({ order: 'manual' });
    expect(tasks).toMatchObject([
      { title: 'First', sectionId: null, section: null, position: null },
      { title: 'Later', sectionId: null, section: null, position: null },
    ]);
    expect(store.savedFilters.list()).toMatchObject([{ name: 'Soon', layout: 'list' }]);
  });

  it('1 → 2 keeps the data, fills in the title keys and logs the vectors', () => {
    const db = connectionAt(1);
    const vector = new Uint8Array(new Float32Array(384).fill(0.05).buffer);
    const rid = insertAtOne(db, 'a', 'Pay the  RENT', '2027-05-20T12:00');
    insertAtOne(db, 'b', 'Nul\0title', null);
    db.run('INSERT INTO task_embedding_versions (rid, revision, model_version) VALUES (?, 0, ?)', rid, 'm');
    db.run(`INSERT INTO task_embeddings VALUES (?, ?, '', 0, 0.5)`, BigInt(rid), vector);

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    expect(store.tasks.list().tasks.map((task) => task.title)).toEqual(['Pay the  RENT', 'Nul\0title']);
    expect(store.tasks.byTitle('pay the rent')).toEqual(['a']);
    expect(store.tasks.byTitle('nul\0title')).toEqual(['b']);
    expect(store.tasks.counts('2027-05-20')).toMatchObject({ today: 1 });
    expect(store.search.words('rent').map((hit) => hit.taskId)).toEqual(['a']);
    expect(store.embeddings.version('a' as TaskId)).toEqual({ revision: 0, modelVersion: 'm' });
    expect(db.all('SELECT rid FROM vector_log')).toEqual([{ rid }]);
  });

  it('2 → 3 keeps tasks and their rules as they are, and lets habits and sessions be stored beside them', () => {
    const db = connectionAt(2);
    const rid = insertAtOne(db, 'a', 'Water the plants', null);
    db.run(
      `UPDATE tasks SET rrule = 'FREQ=WEEKLY;BYDAY=MO', recurrence_id = 'r', day = '2027-05-03' WHERE rid = ?`,
      rid,
    );
    db.run(
      `INSERT INTO recurrences VALUES ('r', 'FREQ=WEEKLY;BYDAY=MO', 'schedule', '2027-05-03', 'UTC', 4, 1, 2)`,
    );
    const rules = db.all('SELECT * FROM recurrences');

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    expect(db.all('SELECT * FROM recurrences')).toEqual(rules);
    expect(store.tasks.get('a' as TaskId)).toMatchObject({
      title: 'Water the plants',
      rrule: 'FREQ=WEEKLY;BYDAY=MO',
      recurrenceId: 'r',
      date: '2027-05-03',
      habitId: null,
      habitWeek: null,
    });
    expect(store.habits.list({ ended: true })).toEqual([]);
    const habit = newHabit();
    store.habits.insert(habit);
    const session = newTask({ habitId: habit.id, habitWeek: '2027-05-03' });
    store.tasks.insert(session);
    expect(store.tasks.sessions(habit.id)).toEqual([expect.objectContaining({ id: session.id })]);
    expect(store.tasks.list({ withoutSessions: true }).tasks.map((task) => task.id)).toEqual(['a']);
  });

  it('6 → 7 keeps the tasks of a series, and each knows which occurrence it is', () => {
    const db = connectionAt(6);
    const rid = insertAtOne(db, 'a', 'Water the plants', null);
    db.run(
      `UPDATE tasks SET rrule = 'FREQ=WEEKLY', recurrence_id = 'r', day = '2027-05-03' WHERE rid = ?`,
      rid,
    );
    insertAtOne(db, 'b', 'Once', null);

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const { tasks } = makeStore(db);
    expect(tasks.openOfSeries('r' as RecurrenceId).map((task) => [task.id, task.recurSlot])).toEqual([
      ['a', '2027-05-03'],
    ]);
    expect(tasks.get('b' as TaskId)?.recurSlot).toBeNull();
  });

  it('15 → 16 keeps tasks as they are, without parts, steps or anybody they wait for', () => {
    const db = connectionAt(15);
    insertAtOne(db, 'a', 'Contract', null);
    db.run(`UPDATE tasks SET on_hold = 'waiting' WHERE id = 'a'`);
    insertAtOne(db, 'b', 'Sign', null);

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const { tasks } = makeStore(db);
    expect(tasks.get('a' as TaskId)).toMatchObject({
      onHold: 'waiting',
      checklist: [],
      waitingFor: null,
      waitingSince: null,
      parentId: null,
      subtasks: 0,
    });
    tasks.update('b' as TaskId, { parentId: 'a' as TaskId, checklist: [{ text: 'Pen', done: true }] }, 2);
    expect(tasks.parts('a' as TaskId)).toMatchObject([{ id: 'b', checklist: [{ text: 'Pen', done: true }] }]);
  });

  it('7 → 8 indexes again what is there, for runs without spaces, emoji and spellings', () => {
    const db = connectionAt(7);
    for (const [id, title] of Object.entries({ a: '会議室を予約', b: '🎂 Fußweg', c: 'nul\0title' })) {
      insertAtOne(db, id, title, null);
    }

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const { search } = makeStore(db);
    const found = (words: string) => search.words(words).map((hit) => hit.taskId);
    expect([found('予約'), found('🎂'), found('FUSSWEG'), found('title'), found('notes').length]).toEqual([
      ['a'],
      ['b'],
      ['b'],
      ['c'],
      3,
    ]);
    expect(() =>
      db.run(`INSERT INTO task_search (task_search, rank) VALUES ('integrity-check', 1)`),
    ).not.toThrow();
  });

  it('9 → 10 asks for new vectors where the model could not read the title', () => {
    const db = connectionAt(9);
    const { tasks, embeddings } = makeStore(db);
    for (const [id, title] of Object.entries({ a: 'Call Ann', b: '会議の準備' })) {
      insertAtOne(db, id, title, null);
      const vector = new Float32Array(384).fill(0.05);
      embeddings.upsert({ taskId: id as TaskId, revision: 0, modelVersion: 'm', vector });
    }

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    expect(embeddings.missing('m', 10).map(({ taskId }) => taskId)).toEqual(['b']);
    expect(embeddings.vector('b' as TaskId)).toBeUndefined();
    expect(embeddings.vector('a' as TaskId)).toBeDefined();
    expect(tasks.open()).toHaveLength(2);
  });

  it('8 → 9 keeps the tasks, none of them on hold', () => {
    const db = connectionAt(8);
    insertAtOne(db, 'a', 'Water the plants', null);

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const { tasks } = makeStore(db);
    expect(tasks.open().map(({ id, onHold }) => [id, onHold])).toEqual([['a', null]]);
    tasks.update('a' as TaskId, { onHold: 'someday' }, 1);
    expect(tasks.open()).toEqual([]);
    expect(tasks.list({ status: 'someday' }).total).toBe(1);
    expect(() => db.run(`UPDATE tasks SET on_hold = 'later'`)).toThrow('CHECK');
  });

  it('3 → 4 keeps the data and streams what is done or dropped in order, with its rows', () => {
    const db = connectionAt(3);
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) insertAtOne(db, id, `Task ${id}`, null);
    db.run(`UPDATE tasks SET status = 'done', actual_min = 30, completed_at = ? WHERE id = 'b'`, NOW + 5);
    db.run(`UPDATE tasks SET status = 'done', completed_at = ? WHERE id = 'a'`, NOW + 9);
    db.run(`UPDATE tasks SET status = 'dropped', updated_at = ? WHERE id = 'c'`, NOW + 7);

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    const { past } = store;
    expect(past.start(2, 10, 2)).toEqual({
      after: null,
      known: 1,
      missing: 1,
      blank: 3,
      recentFrom: NOW + 7,
    });
    expect(past.start(2, 2, 9)).toEqual({
      after: { closedAt: NOW + 5, id: 'b' },
      known: 0,
      missing: 0,
      blank: 2,
      recentFrom: 0,
    });
    const features = new Uint8Array(Float32Array.of(1, Number.NaN, 0.1).buffer);
    const row = { schema: 2, revision: 0, madeAt: NOW, features };
    for (const taskId of ['b', 'd'] as TaskId[]) store.featureRows.put({ taskId, ...row });
    store.featureRows.put({ taskId: 'b' as TaskId, ...row, revision: 3 });
    expect(store.featureRows.get('b' as TaskId)).toEqual({ ...row, revision: 3 });
    expect(past.start(2, 10, 1).missing).toBe(0);
    expect(past.start(3, 10, 1).missing).toBe(1);

    const first = past.chunk(2, null, 2);
    expect(first.tasks.map((task) => [task.taskId, task.status, task.actualMin, task.closedAt])).toEqual([
      ['b', 'done', 30, NOW + 5],
      ['c', 'dropped', null, NOW + 7],
    ]);
    expect(first.rows).toEqual([Buffer.from(features).toString('base64'), null]);
    expect(past.chunk(2, first.next).tasks.map((task) => task.taskId)).toEqual(['a']);
    expect(past.chunk(1, null).rows).toEqual([null, null, null]);
    expect(past.open(2).tasks.map((task) => [task.taskId, task.closedAt])).toEqual([['d', null]]);
    store.tasks.remove('d' as TaskId);
    expect(db.all('SELECT schema FROM feature_rows')).toHaveLength(1);
  });

  it('starts the change log over after its old numbers, and keeps what was decided about focus time', () => {
    const step = migrations.findIndex(({ up }) => up.toString().includes('focus_marks')) + 1;
    const db = connectionAt(step - 1);
    insertAtOne(db, 'a', 'Kept', null);
    for (const id of ['x', 'y'])
      db.run(
        `INSERT INTO changes (entity, entity_id, op, fields_json, at) VALUES ('task', ?, 'insert', '{}', 1)`,
        id,
      );
    db.run(
      `INSERT INTO undo_log (intent, inverse_json, task_ids_json, at) VALUES ('tasks.create', '{}', '["a"]', 1)`,
    );
    db.run(
      `INSERT INTO jobs (kind, task_id, revision, model_version, payload_json, state, not_before, updated_at)
       VALUES ('embed', 'a', 0, '', '{}', 'waiting', 0, 0)`,
    );
    const stretch = { strong: false, quiet: false };
    const focus = {
      wish: null,
      kept: [
        { start: '2027-05-04T09:00', end: '2027-05-04T11:00', byHand: true, ...stretch },
        { start: '2027-05-05T09:00', end: '2027-05-05T11:00', byHand: false, ...stretch },
      ],
      givenUp: ['2027-05-06'],
      short: [],
    };
    db.run(`INSERT INTO app_state (key, value) VALUES ('focusTime', ?)`, JSON.stringify(focus));

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    expect(store.changes.since(0, 10)).toEqual([]);
    expect(store.focusMarks.list().map(({ kind, start }) => [kind, start])).toEqual([
      ['kept', '2027-05-04T09:00'],
      ['givenUp', '2027-05-06'],
    ]);
    expect(store.history.undoable()).toBeUndefined();
    expect(store.jobs.claim(1)).toMatchObject({ taskId: 'a', background: false });
    store.tasks.update('a' as TaskId, { title: 'Other' }, NOW);
    expect(store.changes.since(0, 10)).toMatchObject([
      { seq: 3, table: 'tasks', rowId: 'a', op: 'update', before: { title: 'Kept' } },
    ]);
  });

  it('10 → 11 keeps tasks and appointments, and takes calendars from then on', () => {
    const db = connectionAt(10);
    insertAtOne(db, 'a', 'Kept', '2027-05-20');
    db.run(
      `INSERT INTO calendar_events (id, title, start_local, end_local, tz, all_day, blocks, travel_before_min,
         travel_after_min, created_at, updated_at)
       VALUES ('e', 'Dentist', '2027-05-03T10:00', '2027-05-03T11:00', 'UTC', 0, 1, 10, 0, ?, ?)`,
      NOW,
      NOW,
    );

    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    expect(store.tasks.list().tasks).toMatchObject([{ id: 'a', title: 'Kept', deadline: '2027-05-20' }]);
    expect(store.events.between('2027-05-03', '2027-05-04')).toMatchObject([
      { id: 'e', title: 'Dentist', start: '2027-05-03T10:00', blocks: true, travelBeforeMin: 10 },
    ]);
    expect(store.calendars.list()).toEqual([]);
    expect(store.calendars.connections(10)).toEqual([]);
    expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('22 → 23 keeps tasks, which have no reminders', () => {
    const db = connectionAt(22);
    insertAtOne(db, 'a', 'Kept', '2027-05-20');
    expect(migrate(db)).toBe(SCHEMA_VERSION);
    const store = makeStore(db);
    expect(store.tasks.list().tasks).toMatchObject([{ id: 'a', title: 'Kept', reminders: [] }]);
    expect(store.tasks.reminded('2027-05-20', '2027-05-21').map(({ id }) => id)).toEqual(['a']);
    expect([...store.reminders.answers(['x'])]).toEqual([]);
  });

  it('11 → 15 keep calendars of others with their copies and events', () => {
    const db = connectionAt(11);
    db.run(
      `INSERT INTO calendars (id, name, kind, location, colour, busy, created_at, updated_at)
       VALUES ('c', 'Team', 'url', 'https://example.org/team.ics', 3, 1, ?, ?)`,
      NOW,
      NOW,
    );
    db.run(
      `INSERT INTO calendar_copies (calendar_id, body, tried_at) VALUES ('c', 'BEGIN:VCALENDAR', ?)`,
      NOW,
    );
    db.run(
      `INSERT INTO calendar_instances VALUES
         ('i', 'c', 'Standup', '2027-05-03T09:00', '2027-05-03T09:15', 'UTC', 0, 1, 'Room 2', '', 4)`,
    );

    expect(migrate(db, 15)).toBe(15);
    migrate(db);
    const store = makeStore(db);
    expect(store.calendars.list()).toMatchObject([
      { id: 'c', name: 'Team', colour: 3, busy: true, privateAllowed: false, ignored: null, caldav: false },
    ]);
    expect(store.calendars.copy('c' as CalendarId)).toMatchObject({ body: 'BEGIN:VCALENDAR', skipped: [] });
    expect(store.events.between('2027-05-03', '2027-05-04')).toMatchObject([
      { id: 'i', calendarId: 'c', title: 'Standup', blocks: true, location: 'Room 2', attendees: 4 },
    ]);
    expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
    const index = `SELECT name FROM sqlite_schema WHERE name = 'tasks_finished'`;
    expect(db.all(index)).toEqual([]);
  });

  it('leave the older schema when a step fails half-way', () => {
    const db = connectionAt(1);
    insertAtOne(db, 'a', 'Kept', null);
    // Stands in the way of the second step, after it has done part of its work.
    db.exec('CREATE TABLE vector_log (a)');
    expect(() => migrate(db)).toThrow(/vector_log/);
    expect(db.pragma('user_version')).toBe(1);
    expect(db.all(`SELECT name FROM pragma_table_xinfo('tasks') WHERE name = 'due_key'`)).toEqual([]);
    db.exec('DROP TABLE vector_log');
    expect(migrate(db)).toBe(SCHEMA_VERSION);
    expect(makeStore(db).tasks.list().total).toBe(1);
  });

  it('do nothing to a database that is up to date, and refuse a newer one', () => {
    const db = connectionAt(SCHEMA_VERSION);
    const schema = () => db.all('SELECT * FROM sqlite_schema ORDER BY name');
    const before = schema();
    expect(migrate(db)).toBe(SCHEMA_VERSION);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'databaseNewer' }));
    expect(schema()).toEqual(before);
  });

  it('make every ordinary table STRICT', () => {
    const db = connectionAt(SCHEMA_VERSION);
    const loose = db.all<{ name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
       AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'task_search%' AND name NOT LIKE '%_embeddings%'`,
    );
    expect(loose).toEqual([]);
  });
});

describe('hot queries', () => {
  const planOf = (sql: string, ...params: (string | number)[]) =>
    connectionAt(SCHEMA_VERSION)
      .explain(sql, ...params)
      .join('\n');
  const listPlan = (filter: TaskFilter) => {
    const { where, params, order } = listClause(filter);
    return planOf(`${SELECT_TASK} ${where} ${order} LIMIT 500 OFFSET 0`, ...(params as string[]));
  };

  it('list open tasks in the smart order without sorting', () => {
    const plan = listPlan({});
    expect(plan).toContain('SEARCH t USING INDEX tasks_smart (status=?)');
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('leave sessions of habits out by an index of their own', () => {
    const plan = listPlan({ withoutSessions: true });
    expect(plan).toContain('SEARCH t USING INDEX tasks_smart (status=?)');
    expect(plan).toContain('SEARCH s USING COVERING INDEX tasks_sessions (status=?)');
    expect(plan).not.toContain('USE TEMP B-TREE FOR ORDER BY');
    expect(
      planOf(`SELECT sum(status = 'done') FROM tasks WHERE habit_id = ? GROUP BY habit_week`, 'x'),
    ).toContain('COVERING INDEX tasks_habit (habit_id=?)');
  });

  it('list by creation and completion without sorting', () => {
    expect(listPlan({ order: 'created' })).toContain('tasks_status_created');
    expect(listPlan({ order: 'created' })).not.toContain('TEMP B-TREE');
    expect(listPlan({ status: 'done', order: 'completed' })).toContain('tasks_completed');
  });

  it('list a project, or one task, by index', () => {
    expect(listPlan({ projectId: projectId.parse(v7()) })).toContain('SEARCH t USING INDEX');
    expect(planOf(`${SELECT_TASK} WHERE t.id = ?`, 'x')).toContain('sqlite_autoindex_tasks_1 (id=?)');
  });

  it('never scan the time entries or tasks', () => {
    for (const filter of [
      {},
      { status: 'done' },
      { projectId: projectId.parse(v7()) },
    ] satisfies TaskFilter[]) {
      expect(listPlan(filter)).not.toMatch(/SCAN (t|e|time_entries|tasks)\b/);
    }
  });

  it('stream the past along its own index', () => {
    const plan = planOf(PAST_SQL, 2, 0, '', 500);
    expect(plan).toContain('tasks_closed');
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('find what is reminded of by the indexes that hold nothing else', () => {
    const plan = planOf(`${SELECT_TASK} ${REMINDED}`, '2027-05-01', '2027-05-09');
    expect(plan).toContain('SCAN r USING INDEX tasks_reminded');
    expect(plan).toContain('tasks_deadline (deadline>? AND deadline<?)');
    expect(plan).not.toMatch(/SCAN (t|tasks)\b/);
  });

  it('claim the next job without sorting', () => {
    const plan = planOf(CLAIM_SQL, 'embed', 0, 1);
    expect(plan).toContain('jobs_waiting');
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('read search hits newest first from the index', () => {
    const plan = planOf(rankedSql(''), '"a"', 20);
    expect(plan).toMatch(/SCAN task_search VIRTUAL TABLE INDEX/);
    expect(plan).toContain('SEARCH t USING INTEGER PRIMARY KEY');
  });
});
