import { MAX_IMPORT } from '../../core/exchange-limits.ts';
import { DaymarkError } from '../../core/errors.ts';

/** Files that are handed over in pieces, so that no shell has to take a large one at once. Kept in memory only. */

interface Upload<Reading> {
  name: string;
  parts: string[];
  /** What it was read as, and how that was asked. */
  reading: { how: string; value: Reading } | null;
  length: number;
  at: number;
}

/** How long a file that no one asks for is kept. */
const KEPT_MS = 15 * 60_000;
const MOST = 4;

export class Uploads<Reading> {
  readonly #files = new Map<string, Upload<Reading>>();
  readonly #clock: () => number;
  readonly #ids: () => string;

  constructor(clock: () => number, ids: () => string) {
    this.#clock = clock;
    this.#ids = ids;
  }

  begin(name: string): { upload: string } {
    for (const [id, file] of this.#files)
      if (this.#clock() - file.at > KEPT_MS || this.#files.size >= MOST) this.#files.delete(id);
    const upload = this.#ids();
    this.#files.set(upload, { name, parts: [], reading: null, length: 0, at: this.#clock() });
    return { upload };
  }

  /** @throws DaymarkError `tooLarge`, after which the file is forgotten */
  append(upload: string, text: string): { received: number } {
    const file = this.#get(upload);
    file.parts.push(text);
    file.reading = null;
    file.length += text.length;
    file.at = this.#clock();
    if (file.length > MAX_IMPORT) {
      this.#files.delete(upload);
      throw new DaymarkError('tooLarge', { limit: `${MAX_IMPORT / 1024 / 1024} MB` });
    }
    return { received: file.length };
  }

  read(upload: string): { name: string; text: string } {
    const file = this.#get(upload);
    if (file.parts.length > 1) file.parts = [file.parts.join('')];
    return { name: file.name, text: file.parts[0] ?? '' };
  }

  /** What a file was read as when it was asked for in the same way. */
  reading(upload: string, how: string): Reading | null {
    const { reading } = this.#get(upload);
    return reading?.how === how ? reading.value : null;
  }

  keepReading(upload: string, how: string, value: Reading): void {
    this.#get(upload).reading = { how, value };
  }

  /** Puts what was in a sealed file in its place. */
  replace(upload: string, text: string): void {
    const file = this.#get(upload);
    file.parts = [text];
    file.length = text.length;
    file.reading = null;
  }

  forget(upload: string): void {
    this.#files.delete(upload);
  }

  #get(upload: string): Upload<Reading> {
    const file = this.#files.get(upload);
    if (!file) throw new DaymarkError('notFound', { what: 'file', id: upload });
    return file;
  }
}
