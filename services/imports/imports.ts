import type { ImportFormat, ImportSample, ImportSummary } from '../../core/domain/exchange.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import { refreshOccurrences } from '../calendar/occurrences.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import type { History } from '../history.ts';
import { withPauses, yieldToEvents } from '../pauses.ts';
import { Intent } from '../intent.ts';
import type { Learning } from '../learning/learning.ts';
import { isArchive, openedText } from '../exports/archive.ts';
import { storeRows, rowsOf, type RowFile } from './daymark.ts';
import { detectFormat, readingSteps } from './formats/index.ts';
import { readWords } from './words.ts';
import { idOfEvent, idOfTask, soundDependencies, storeEvent, TaskStore } from './store.ts';
import type { ImportedFile, ImportedTask } from './types.ts';
import { Uploads } from './uploads.ts';
import { Losses } from './values.ts';

/**
 * Files of other programs become tasks: additive, one step of the history, all of it or nothing. What is here already is
 * known again by its id; what has no place here is named.
 */

/** How long one transaction goes on before it is stored, which takes some milliseconds of its own. */
const STORE_MS = 4;
const SAMPLES = 20;
const MAX_SKIPPED = 500;

export interface ImportInput {
  upload: string;
  format?: ImportFormat | undefined;
  columns?: Record<string, string> | undefined;
  /** Of a sealed archive. */
  passphrase?: string | undefined;
  now?: string;
  tz?: string;
}

export interface ImportProgress {
  done: number;
  total: number;
  /** What was imported; null until all of it is stored. */
  summary: ImportSummary | null;
}

/** A file as its reader understood it; `rows` when it is an export of Daymark. */
interface Reading {
  format: ImportFormat;
  file: ImportedFile;
  rows: RowFile | null;
}

/** What of a file is new. */
interface Fresh {
  file: ImportedFile;
  duplicates: number;
}

export class Imports {
  readonly uploads: Uploads<Reading>;
  readonly #ctx: ServiceContext;
  readonly #history: History;
  readonly #learning: Learning;
  #busy = false;

  constructor(ctx: ServiceContext, history: History, learning: Learning) {
    this.#ctx = ctx;
    this.#history = history;
    this.#learning = learning;
    this.uploads = new Uploads<Reading>(ctx.clock, ctx.ids);
  }

  /** What an import would bring, with some of its tasks. Changes nothing. */
  async preview(input: ImportInput): Promise<{ summary: ImportSummary; sample: ImportSample[] }> {
    await this.#unseal(input);
    const requestTime = requestTimeOf(this.#ctx, input);
    const { format, file, rows } = await this.#read(input, requestTime);
    await yieldToEvents();
    if (rows) {
      const fresh = await withPauses(rows.fresh(this.#ctx));
      return {
        summary: { ...fresh.summary, skipped: fresh.summary.skipped.slice(0, MAX_SKIPPED) },
        sample: fresh.sample,
      };
    }
    const fresh = await withPauses(this.#fresh(format, file));
    return {
      summary: this.#summary(format, fresh, fresh.file.skipped),
      sample: fresh.file.tasks.slice(0, SAMPLES).map(sampleOf),
    };
  }

  /**
   * Imports a file and tells how far it is. Ending early, by `signal` or by not listening on, imports nothing.
   *
   * @throws DaymarkError `busy`, `invalidInput`, `tooLarge`, `cancelled`
   */
  async *run(input: ImportInput, signal?: AbortSignal): AsyncGenerator<ImportProgress, void, void> {
    if (this.#busy) throw new DaymarkError('busy');
    this.#busy = true;
    try {
      const requestTime = requestTimeOf(this.#ctx, input);
      await this.#unseal(input);
      await yieldToEvents();
      const { format, file, rows } = await this.#read(input, requestTime);
      await yieldToEvents();
      if (rows)
        yield* this.#asOneStep(requestTime, rows.count, signal, (group) => storeRows(this.#ctx, group, rows));
      else yield* this.#importTasks(format, await withPauses(this.#fresh(format, file)), requestTime, signal);
      this.uploads.forget(input.upload);
    } finally {
      this.#busy = false;
    }
  }

  /** An archive is opened once, and is then what was sealed in it. */
  async #unseal({ upload, passphrase }: ImportInput): Promise<void> {
    const { text } = this.uploads.read(upload);
    if (isArchive(text)) this.uploads.replace(upload, await openedText(text, passphrase));
  }

  /** Reads a file, or remembers how a preview has read it. */
  async #read(input: ImportInput, { tz }: RequestTime): Promise<Reading> {
    const { name, text } = this.uploads.read(input.upload);
    if (text.trim() === '') throw new DaymarkError('invalidInput', { reason: 'the file is empty' });
    const format = input.format ?? detectFormat(text, name);
    const nothing = { tasks: [], events: [], skipped: [] };
    if (format === 'daymark-json') return { format, file: nothing, rows: rowsOf(text) };
    const context = {
      fileName: name,
      tz,
      dayFirst: !/^en-US/i.test(this.#ctx.db.settings.get().locale),
      columns: input.columns ?? {},
    };
    const how = JSON.stringify([format, text.length, context]);
    const known = this.uploads.reading(input.upload, how);
    if (known) return known;
    const reading = { format, file: await withPauses(readingSteps(format, text, context)), rows: null };
    this.uploads.keepReading(input.upload, how, reading);
    return reading;
  }

  *#fresh(format: ImportFormat, file: ImportedFile): Generator<void, Fresh, void> {
    const { db } = this.#ctx;
    const seen = new Set<string>();
    const isNew = (table: 'tasks' | 'calendar_events', id: string): boolean =>
      !seen.has(id) && db.changes.row(table, id) === null && Boolean(seen.add(id));
    const tasks: ImportedFile['tasks'] = [];
    for (const task of file.tasks) {
      if (isNew('tasks', idOfTask(format, task))) tasks.push(task);
      yield;
    }
    const events: ImportedFile['events'] = [];
    for (const event of file.events) {
      if (isNew('calendar_events', idOfEvent(format, event))) events.push(event);
      yield;
    }
    const duplicates = file.tasks.length + file.events.length - tasks.length - events.length;
    return { file: { ...file, tasks, events }, duplicates };
  }

  #summary(
    format: ImportFormat,
    { file, duplicates }: Fresh,
    skipped: ImportedFile['skipped'],
  ): ImportSummary {
    const projects = new Set(file.tasks.flatMap((task) => task.project?.trim().toLowerCase() ?? []));
    const made = [...projects].filter((name) => name !== '' && !this.#ctx.db.projects.byName(name));
    return {
      format,
      tasks: file.tasks.length,
      projects: made.length,
      events: file.events.length,
      finished: file.tasks.filter((task) => task.status === 'done').length,
      skipped: skipped.slice(0, MAX_SKIPPED),
      duplicates,
    };
  }

  #importTasks(
    format: ImportFormat,
    fresh: Fresh,
    requestTime: RequestTime,
    signal?: AbortSignal,
  ): AsyncGenerator<ImportProgress, void, void> {
    const { file } = fresh;
    const total = file.tasks.length + file.events.length;
    return this.#asOneStep(requestTime, total, signal, (group) =>
      this.#storeAll(format, fresh, requestTime, group),
    );
  }

  /** Stores tasks, then what they wait for, then events; yields how many are stored. */
  async *#storeAll(
    format: ImportFormat,
    fresh: Fresh,
    requestTime: RequestTime,
    group: string,
  ): AsyncGenerator<number, ImportSummary, void> {
    const ctx = this.#ctx;
    const losses = new Losses();
    const { tasks, events, skipped } = fresh.file;
    const before = this.#summary(format, fresh, []);
    const intent = new Intent(ctx, requestTime);
    const store = new TaskStore(ctx, format, losses);
    const words = await readWords(ctx, tasks, requestTime, losses);
    const ids = new Map<string, TaskId>();
    let done = 0;
    const step = async function* <T>(items: readonly T[], work: (item: T) => void): AsyncGenerator<number> {
      for (let at = 0; at < items.length;) {
        const until = performance.now() + STORE_MS;
        ctx.db.changes.write({ group, at: ctx.clock(), origin: 'import' }, () => {
          do work(items[at++]!);
          while (at < items.length && performance.now() < until);
        });
        await ctx.db.checkpointed();
        await yieldToEvents();
        yield done + at;
      }
      done += items.length;
    };
    yield* step(tasks, (task) => ids.set(task.key, store.store(words.get(task) ?? task, intent)));
    const waits = new Map<TaskId, TaskId[]>();
    for (const task of tasks) {
      const known = task.after.flatMap((key) => ids.get(key) ?? []);
      if (known.length > 0) waits.set(ids.get(task.key)!, known);
    }
    const last = done;
    for await (const _ of step([...soundDependencies(waits, losses)], ([id, dependsOn]) =>
      ctx.db.tasks.update(id, { dependsOn }, requestTime.at),
    ))
      yield last;
    done = last;
    yield* step(events, (event) => storeEvent(ctx, format, event, intent));
    return { ...before, skipped: [...skipped, ...losses.list()].slice(0, MAX_SKIPPED) };
  }

  /** Runs what stores under one group and one step of the history, which is taken back unless it comes to its end. */
  async *#asOneStep(
    requestTime: RequestTime,
    total: number,
    signal: AbortSignal | undefined,
    work: (group: string) => AsyncGenerator<number, ImportSummary, void>,
  ): AsyncGenerator<ImportProgress, void, void> {
    const { db, ids, clock } = this.#ctx;
    const group = ids();
    const seq = db.history.push({
      intent: 'imports.run',
      subject: { title: null, count: Math.max(1, total) },
      group,
      planRevision: db.plans.revision(),
      at: clock(),
      underway: { group, kind: 'add', below: null },
    });
    let complete = false;
    try {
      const stored = work(group);
      let lastReport = performance.now();
      for (;;) {
        const next = await stored.next();
        if (signal?.aborted) throw new DaymarkError('cancelled');
        if (next.done) {
          if (db.changes.countOfGroup(group) === 0) db.history.remove(seq);
          else
            db.history.update(seq, {
              underway: null,
              subject: { title: null, count: Math.max(1, next.value.tasks) },
            });
          complete = true;
          this.#announce(requestTime);
          yield { done: total, total, summary: next.value };
          return;
        }
        if (performance.now() - lastReport < 100) continue;
        lastReport = performance.now();
        yield { done: Math.min(next.value, total), total, summary: null };
      }
    } finally {
      if (!complete) await this.#history.abandon(seq, group);
    }
  }

  /** Vectors and guesses follow in the background, the plan at once; what was finished is learned from. */
  #announce({ at }: RequestTime): void {
    const { db, hub, ml, namesChanged, wake } = this.#ctx;
    const modelVersion = ml.state.modelVersion ?? '';
    // The first vector; the rest is found missing once it is there.
    const [first] = db.embeddings.missing(modelVersion, 1);
    if (first) {
      const { taskId, revision } = first;
      db.jobs.enqueue({ kind: 'embed', taskId, revision, modelVersion, background: true }, at);
    }
    if (db.settings.get().autoReplan)
      db.jobs.enqueue({ kind: 'plan', taskId: null, revision: db.changes.lastSeq() }, at);
    refreshOccurrences(this.#ctx);
    this.#learning.pastImported();
    for (const topic of ['projects', 'habits', 'history', 'settings', 'vocabulary'] as const)
      hub.publish({ topic });
    hub.publish({ topic: 'tasks', ids: [] });
    hub.publish({ topic: 'events', ids: [] });
    namesChanged();
    wake();
  }
}

function sampleOf(task: ImportedTask): ImportSample {
  const { title, project, tags, date, deadline, durationMin, status } = task;
  return { title: title.slice(0, 300), project, tags, date, deadline, durationMin, done: status === 'done' };
}
