import type { ExportFormat } from '../../core/domain/exchange.ts';
import type { Task } from '../../core/domain/task.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { yieldToEvents } from '../pauses.ts';
import { sealedPieces } from './archive.ts';
import { csvOf, CSV_HEADER } from './csv.ts';
import { eventLines, ICS_FOOT, icsHead, taskLines } from './ics.ts';
import { markdownOf } from './markdown.ts';
import { printedPage } from './page.ts';
import { rowPieces } from './rows.ts';

/** Everything out of a profile, as text in pieces. Reads only; each format is described in docs/export-format.md. */

/** Pieces are about this long, in UTF-16 units. */
const PIECE = 200_000;
const PAGE = 500;

type PlainFormat = Exclude<ExportFormat, 'archive'>;

export class Exports {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** The document in pieces, to be joined as they come. */
  make(format: ExportFormat, passphrase = ''): AsyncGenerator<{ text: string }, void, void> {
    return format === 'archive' ? sealedPieces(this.#pieces('json'), passphrase) : this.#pieces(format);
  }

  async *#pieces(format: PlainFormat): AsyncGenerator<{ text: string }, void, void> {
    let piece = '';
    let at = performance.now();
    for (const text of this.#lines(format)) {
      piece += text;
      if (piece.length < PIECE && performance.now() - at < 20) continue;
      if (piece.length >= PIECE) {
        yield { text: piece };
        piece = '';
      }
      await yieldToEvents();
      at = performance.now();
    }
    if (piece !== '') yield { text: piece };
  }

  *#lines(format: PlainFormat): Generator<string> {
    const { db } = this.#ctx;
    const requestTime = requestTimeOf(this.#ctx);
    switch (format) {
      case 'json':
        yield* rowPieces(this.#ctx, requestTime);
        return;
      case 'csv':
        yield CSV_HEADER;
        for (const task of this.#tasks()) yield csvOf(task, requestTime.tz);
        return;
      case 'ics':
        yield icsHead();
        for (const event of db.events.own()) yield eventLines(event, requestTime);
        for (const task of this.#tasks()) yield taskLines(task, requestTime);
        yield ICS_FOOT;
        return;
      case 'markdown':
        yield* markdownOf([...this.#tasks()], requestTime.tz);
        return;
      case 'html':
        yield printedPage(this.#ctx, requestTime);
    }
  }

  *#tasks(): Generator<Task> {
    const ids = this.#ctx.db.changes.rowIds('tasks');
    for (let from = 0; from < ids.length; from += PAGE)
      for (const id of ids.slice(from, from + PAGE)) {
        const task = this.#ctx.db.tasks.get(id as Task['id']);
        if (task) yield task;
      }
  }
}
