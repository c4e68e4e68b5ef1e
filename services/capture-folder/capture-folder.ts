import { stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import type { CaptureFolder as Shown } from '../../core/domain/capture-folder.ts';
import { MAX_CAPTURE_LENGTH } from '../../core/contract/index.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { Capture } from '../capture/capture.ts';
import type { ServiceContext } from '../context.ts';
import { FolderWatch } from '../folder-watch.ts';
import { moveToAdded, readNote, textFilesIn, type TextFile } from './files.ts';

/**
 * A folder in which each text file becomes a task: its first line is read like one that is typed, the rest are notes. A file
 * is taken at the second look at which it is the same, so that none is read half written. That it was taken is stored with
 * the task; if it can't be moved away then, it is at the next look, and makes no second task.
 */

const STATE = 'captureFolder';
const MAX_SKIPPED = 50;

const stored = z.object({ path: z.string(), added: z.int(), taken: z.record(z.string(), z.string()) });
type Stored = z.infer<typeof stored>;

export class CaptureFolder {
  readonly #ctx: ServiceContext;
  readonly #capture: Pick<Capture, 'create'>;
  readonly #watch = new FolderWatch(() => void this.#lookQuietly());
  /** What the last look saw, by name. */
  #seen = new Map<string, string>();
  #skipped: Shown['skipped'] = [];
  #waiting = 0;
  #error: string | null = null;
  #working: Promise<unknown> = Promise.resolve();
  #attended = false;
  #ended = false;

  constructor(ctx: ServiceContext, capture: Pick<Capture, 'create'>) {
    this.#ctx = ctx;
    this.#capture = capture;
  }

  status(): Shown {
    const { path = null, added = 0 } = this.#stored() ?? {};
    return { path, added, waiting: this.#waiting, skipped: this.#skipped, error: this.#error };
  }

  /** @throws DaymarkError `invalidInput` for what is no folder */
  async set(path: string | null): Promise<Shown> {
    if (path !== null) await checkFolder(path.trim());
    await this.#working;
    this.#store(path === null ? null : { path: resolve(path.trim()), added: 0, taken: {} });
    this.#seen.clear();
    this.#skipped = [];
    this.#waiting = 0;
    this.#error = null;
    this.#follow();
    return this.check();
  }

  /** Looks into the folder. */
  check(): Promise<Shown> {
    const work = this.#working.then(async () => {
      if (!this.#ended) await this.#look();
      return this.status();
    });
    this.#working = work.catch(() => {});
    return work;
  }

  /** Follows the folder from here on. */
  start(): void {
    this.#attended = true;
    this.#follow();
    void this.#lookQuietly();
  }

  /** Called every minute, for folders that can't be watched. */
  tick(): void {
    this.#follow();
    void this.#lookQuietly();
  }

  /** Resolves when nothing of this touches the database any more. */
  async stop(): Promise<void> {
    this.#ended = true;
    this.#watch.close();
    await this.#working;
  }

  #follow(): void {
    const path = this.#stored()?.path;
    if (this.#attended && !this.#ended) this.#watch.set(path === undefined ? [] : [path]);
  }

  async #lookQuietly(): Promise<void> {
    if (!this.#stored()) return;
    await this.check().catch((error: unknown) =>
      this.#ctx.log('warn', 'captureFolder.check', {
        reason: error instanceof Error ? error.name : 'unknown',
      }),
    );
  }

  async #look(): Promise<void> {
    const { path } = this.#stored() ?? {};
    if (path === undefined) return;
    let files: TextFile[];
    try {
      files = await textFilesIn(path);
      this.#error = null;
    } catch {
      this.#error = 'This folder can’t be read.';
      return;
    }
    const before = this.#seen;
    this.#seen = new Map(files.map(({ name, look }) => [name, look]));
    this.#skipped = [];
    this.#waiting = 0;
    this.#forgetMoved(files);
    for (const file of files) {
      if (this.#ended) return;
      // An empty one has only just been made.
      if (file.size === 0 || before.get(file.name) !== file.look) this.#waiting += 1;
      else await this.#take(path, file);
    }
    const isNew = files.some(({ name, look }) => before.get(name) !== look);
    if (isNew && this.#attended && !this.#ended) this.#watch.later();
  }

  async #take(folder: string, file: TextFile): Promise<void> {
    try {
      if (this.#stored()?.taken[file.name] !== file.look) await this.#makeTask(folder, file);
      await moveToAdded(folder, file.name);
    } catch (error) {
      const why = error instanceof DaymarkError ? error.message : 'it can’t be moved to “Added”';
      if (this.#skipped.length < MAX_SKIPPED) this.#skipped.push({ what: file.name, why });
    }
  }

  async #makeTask(folder: string, file: TextFile): Promise<void> {
    const { line, notes } = await readNote(folder, file);
    if (line === '') throw new DaymarkError('invalidInput', { reason: 'its first line is empty' });
    // A long first line is no title: all of it stays, as notes.
    const isLong = line.length > MAX_LINE;
    const text = isLong ? `${line.slice(0, MAX_LINE - 1)}…` : line;
    const picked = isLong ? `${line}\n\n${notes}`.trim() : notes;
    const store = await this.#capture.create({
      text,
      literals: [],
      picked: picked === '' ? {} : { notes: picked },
      acceptedRules: [],
    });
    this.#ctx.db.transaction(() => {
      const now = this.#stored();
      if (now?.path !== folder) return;
      store();
      this.#store({ ...now, added: now.added + 1, taken: { ...now.taken, [file.name]: file.look } });
    });
  }

  /** What was taken and is away needs no remembering. */
  #forgetMoved(files: readonly TextFile[]): void {
    const now = this.#stored();
    if (!now) return;
    const names = new Set(files.map(({ name }) => name));
    const kept = Object.entries(now.taken).filter(([name]) => names.has(name));
    if (kept.length < Object.keys(now.taken).length) this.#store({ ...now, taken: Object.fromEntries(kept) });
  }

  #stored(): Stored | null {
    const text = this.#ctx.db.settings.state(STATE);
    if (text === null) return null;
    const known = stored.safeParse(JSON.parse(text));
    return known.success ? known.data : null;
  }

  #store(value: Stored | null): void {
    this.#ctx.db.settings.setState(STATE, value && JSON.stringify(value));
  }
}

const MAX_LINE = Math.min(MAX_CAPTURE_LENGTH, 1_000);

async function checkFolder(path: string): Promise<void> {
  const found = isAbsolute(path) ? await stat(path).catch(() => null) : null;
  if (!found?.isDirectory())
    throw new DaymarkError('invalidInput', { reason: 'give the full path of a folder that is there' });
}
