import { z } from 'zod';
import type { ImportSample, ImportSummary } from '../../core/domain/exchange.ts';
import { task as taskSchema } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import { dataTableNames, type DataRow, type DataTable } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';
import { withPauses, yieldToEvents } from '../pauses.ts';
import { readJson } from './values.ts';

/** Daymark's own export (docs/export-format.md): the rows of the data tables, by their names. */

const value = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);
const row = z.record(z.string().regex(/^[a-z_]{1,40}$/), value);
const envelope = z.object({
  format: z.literal('daymark'),
  version: z.int().positive(),
  rows: z.partialRecord(z.enum(dataTableNames), z.array(z.unknown())),
});

/** The newest version of the format that this program writes and reads. */
export const EXPORT_VERSION = 1;
/** How long one transaction goes on before it is stored, which takes some milliseconds of its own. */
const STORE_MS = 4;

interface FileRow {
  table: DataTable;
  id: string;
  fields: DataRow;
}

export interface RowFile {
  count: number;
  all: readonly FileRow[];
  skipped: ImportSummary['skipped'];
  /** What of it isn't here yet. */
  fresh(ctx: ServiceContext): Generator<void, FreshRows, void>;
}

interface FreshRows {
  summary: ImportSummary;
  sample: ImportSample[];
  rows: FileRow[];
}

/** @throws DaymarkError `invalidInput` for a file that is no export, or one of a later version */
export function rowsOf(text: string): RowFile {
  const read = envelope.safeParse(readJson(text));
  if (!read.success) throw new DaymarkError('invalidInput', { reason: 'this is no export of Daymark' });
  if (read.data.version > EXPORT_VERSION)
    throw new DaymarkError('invalidInput', {
      reason: 'this export was written by a later version of Daymark',
    });
  const skipped: ImportSummary['skipped'] = [];
  const all: FileRow[] = [];
  for (const table of dataTableNames)
    for (const one of read.data.rows[table] ?? []) {
      const fields = row.safeParse(one);
      const id = fields.success ? fields.data['id'] : undefined;
      if (typeof id !== 'string' || id === '')
        skipped.push({ what: `a row of ${table}`, why: 'it can’t be read' });
      else {
        const { id: _id, ...rest } = fields.data!;
        all.push({ table, id, fields: rest });
      }
    }
  return { count: all.length, all, skipped, fresh: (ctx) => freshOf(ctx, all, skipped) };
}

function* freshOf(
  ctx: ServiceContext,
  all: readonly FileRow[],
  skipped: ImportSummary['skipped'],
): Generator<void, FreshRows, void> {
  const { db } = ctx;
  const seen = new Set<string>();
  const rows: FileRow[] = [];
  for (const row of all) {
    const key = `${row.table}/${row.id}`;
    if (!seen.has(key) && db.changes.row(row.table, row.id) === null) rows.push(row);
    seen.add(key);
    yield;
  }
  const of = (table: DataTable): FileRow[] => rows.filter((one) => one.table === table);
  const tasks = of('tasks');
  const names = new Map(
    all.filter(({ table }) => table === 'projects').map(({ id, fields }) => [id, fields['name']]),
  );
  const known = of('projects').filter(({ fields }) => db.projects.byName(String(fields['name'] ?? '')));
  return {
    rows,
    summary: {
      format: 'daymark-json',
      tasks: tasks.length,
      projects: of('projects').length - known.length,
      events: of('calendar_events').length,
      finished: tasks.filter(({ fields }) => fields['status'] === 'done').length,
      skipped: [...skipped],
      duplicates: all.length - rows.length,
    },
    sample: tasks.slice(0, 20).map(({ fields }) => sampleOf(fields, names)),
  };
}

function sampleOf(fields: DataRow, projects: ReadonlyMap<string, unknown>): ImportSample {
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);
  const { tags, duration_min: minutes } = fields;
  return {
    title: text('title')?.slice(0, 300) ?? '',
    project: (projects.get(text('project_id') ?? '') as string | undefined) ?? null,
    tags: Array.isArray(tags) ? tags : [],
    date: text('day'),
    deadline: text('deadline'),
    durationMin: typeof minutes === 'number' ? minutes : null,
    done: fields['status'] === 'done',
  };
}

/** Stores what is new, row by row; a row that the database or the schema refuses is named, and the rest goes on. */
export async function* storeRows(
  ctx: ServiceContext,
  group: string,
  file: RowFile,
): AsyncGenerator<number, ImportSummary, void> {
  const { db, clock } = ctx;
  const { rows, summary } = await withPauses(file.fresh(ctx));
  const skipped = [...summary.skipped];
  const projects = new Map<string, string>();
  const waits: FileRow[] = [];
  let lost = { tasks: 0, finished: 0, events: 0 };
  const store = (one: FileRow): void => {
    const reason = storeRow(ctx, one, projects);
    if (reason === null) {
      if (Array.isArray(one.fields['depends_on']) && one.fields['depends_on'].length > 0) waits.push(one);
      return;
    }
    skipped.push({
      what: String(one.fields['title'] ?? one.fields['name'] ?? `a row of ${one.table}`),
      why: reason,
    });
    if (one.table === 'tasks') lost.tasks += 1;
    if (one.table === 'tasks' && one.fields['status'] === 'done') lost.finished += 1;
    if (one.table === 'calendar_events') lost.events += 1;
  };
  for (let at = 0; at < rows.length;) {
    const until = performance.now() + STORE_MS;
    db.changes.write({ group, at: clock(), origin: 'import' }, () => {
      do store(rows[at++]!);
      while (at < rows.length && performance.now() < until);
    });
    await db.checkpointed();
    await yieldToEvents();
    yield at;
  }
  db.changes.write({ group, at: clock(), origin: 'import' }, () => {
    for (const { id, fields } of waits)
      apply(ctx, { table: 'tasks', id, fields: { depends_on: fields['depends_on']! } }, 'update');
  });
  return {
    ...summary,
    tasks: summary.tasks - lost.tasks,
    finished: summary.finished - lost.finished,
    events: summary.events - lost.events,
    skipped,
  };
}

/** Null when it is stored, else why it isn't. */
function storeRow(
  ctx: ServiceContext,
  { table, id, fields }: FileRow,
  projects: Map<string, string>,
): string | null {
  const { db } = ctx;
  if (table === 'projects') {
    const same = db.projects.byName(String(fields['name'] ?? ''));
    if (same) {
      projects.set(id, same.id);
      return null;
    }
  }
  const { depends_on: _waits, ...rest } = fields;
  const project = typeof rest['project_id'] === 'string' ? projects.get(rest['project_id']) : undefined;
  if (project !== undefined) rest['project_id'] = project;
  // A timer that ran when the file was written runs no more.
  if (table === 'time_entries' && (rest['end_at'] ?? null) === null) rest['end_at'] = rest['start_at'] ?? 0;
  try {
    db.transaction(() => {
      apply(ctx, { table, id, fields: rest }, 'insert');
      if (table === 'tasks') taskSchema.parse(db.tasks.get(id as TaskId));
      else if (db.changes.row(table, id) === null) throw new Error('it belongs to nothing');
    });
    return null;
  } catch {
    return 'it can’t be read';
  }
}

function apply(ctx: ServiceContext, { table, id, fields }: FileRow, op: 'insert' | 'update'): void {
  ctx.db.changes.apply([{ table, rowId: id, op, fields, at: ctx.clock(), counter: 0, device: '' }]);
}
