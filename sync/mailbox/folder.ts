import { randomUUID } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DaymarkError } from '../../core/errors.ts';
import { keyFile, type KeyFile } from '../keyring.ts';
import type { Head, Mailbox, Piece, SnapshotHead } from './types.ts';

/**
 * A folder that the person shares by other means (a file service, a stick, a mounted disk). Each piece is a file of its
 * own that is written once, so that no two devices ever write the same one; what a file service makes of half-written
 * files or of conflicts goes by other names and is not read.
 */

const ROOT = 'daymark-sync';
const DEVICE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BATCH = /^(\d{10})\.batch$/;
const SNAPSHOT = /^([0-9a-f-]{36})-(\d{10})$/;
const DEVICE_FILE = /^([0-9a-f-]{36})\.device$/;
const KEY_FILE = /^[0-9a-f-]{36}\.key$/;
/** Files that a foreign program has put there are not read into memory. */
const MAX_FILE = 64 * 1024 * 1024;

const numbered = (number: number): string => String(number).padStart(10, '0');

/** A folder as mailbox. Its calls reject with `unreachable` while the folder is not there, and with `diskFull`. */
export class FolderMailbox implements Mailbox {
  readonly name: string;
  readonly #folder: string;
  readonly #root: string;
  readonly #closed = new AbortController();

  constructor(folder: string) {
    this.name = folder;
    this.#folder = folder;
    this.#root = join(folder, ROOT);
  }

  async exists(): Promise<boolean> {
    return this.#asked(async () => (await this.keys()).length > 0);
  }

  async create(): Promise<void> {
    await this.#asked(async () => {
      // A folder that is not there is a disk that is not mounted: nothing is made in its place.
      await stat(this.#folder);
      for (const part of ['keys', 'batches', 'snapshots', 'devices'])
        await mkdir(join(this.#root, part), { recursive: true });
    });
  }

  async keys(): Promise<KeyFile[]> {
    const names = (await this.#list('keys')).filter((name) => KEY_FILE.test(name));
    const files: KeyFile[] = [];
    for (const name of names) {
      const bytes = await this.#read('keys', name);
      const found = keyFile.safeParse(jsonOf(bytes));
      if (found.success) files.push(found.data);
    }
    return files;
  }

  putKey(file: KeyFile): Promise<void> {
    return this.#write(['keys', `${file.id}.key`], Buffer.from(JSON.stringify(file, null, 2)), true);
  }

  async heads(): Promise<Head[]> {
    const devices = (await this.#list('batches')).filter((name) => DEVICE.test(name));
    const heads: Head[] = [];
    for (const device of devices) {
      const numbers = await this.#numbers(device);
      const [first, last] = [numbers[0], numbers.at(-1)];
      if (first !== undefined && last !== undefined) heads.push({ device, first, last });
    }
    return heads;
  }

  async #numbers(device: string): Promise<number[]> {
    return (await this.#list('batches', device))
      .flatMap((name) => Number(BATCH.exec(name)?.[1] ?? NaN))
      .filter((number) => Number.isFinite(number))
      .toSorted((a, b) => a - b);
  }

  async batches(device: string, after: number, limit: number): Promise<Piece[]> {
    const wanted = (await this.#numbers(device)).filter((number) => number > after).slice(0, limit);
    const pieces: Piece[] = [];
    for (const number of wanted) {
      const bytes = await this.#read('batches', device, `${numbered(number)}.batch`);
      if (!bytes) break;
      pieces.push({ number, bytes });
    }
    return pieces;
  }

  async putBatches(device: string, pieces: readonly Piece[]): Promise<void> {
    for (const { number, bytes } of pieces)
      await this.#write(['batches', device, `${numbered(number)}.batch`], bytes, false);
  }

  async removeBatches(device: string, upTo: number): Promise<void> {
    for (const number of await this.#numbers(device)) {
      if (number > upTo) break;
      await this.#asked(() =>
        rm(join(this.#root, 'batches', device, `${numbered(number)}.batch`), { force: true }),
      );
    }
  }

  async snapshots(): Promise<SnapshotHead[]> {
    const heads: SnapshotHead[] = [];
    for (const name of await this.#list('snapshots')) {
      const [, device, number] = SNAPSHOT.exec(name) ?? [];
      const parts = (await this.#list('snapshots', name)).toSorted();
      const last = /^(\d{10})\.last$/.exec(parts.at(-1) ?? '');
      if (device && number && last && parts.length === Number(last[1]) + 1)
        heads.push({ device, number: Number(number), parts: parts.length });
    }
    return heads;
  }

  async *snapshotParts(head: SnapshotHead): AsyncIterable<Uint8Array> {
    for (let part = 0; part < head.parts; part += 1) {
      const name = `${numbered(part)}.${part === head.parts - 1 ? 'last' : 'part'}`;
      const bytes = await this.#read('snapshots', snapshotName(head), name);
      if (!bytes) throw this.#unreachable('a part of a snapshot is gone');
      yield bytes;
    }
  }

  putSnapshotPart(head: SnapshotHead, part: number, bytes: Uint8Array, last: boolean): Promise<void> {
    const name = `${numbered(part)}.${last ? 'last' : 'part'}`;
    return this.#write(['snapshots', snapshotName(head), name], bytes, true);
  }

  async removeSnapshot(head: SnapshotHead): Promise<void> {
    await this.#asked(() =>
      rm(join(this.#root, 'snapshots', snapshotName(head)), { recursive: true, force: true }),
    );
  }

  async devices(): Promise<{ device: string; bytes: Uint8Array }[]> {
    const found: { device: string; bytes: Uint8Array }[] = [];
    for (const name of await this.#list('devices')) {
      const device = DEVICE_FILE.exec(name)?.[1];
      const bytes = device ? await this.#read('devices', name) : null;
      if (device && bytes) found.push({ device, bytes });
    }
    return found;
  }

  putDevice(device: string, bytes: Uint8Array): Promise<void> {
    return this.#write(['devices', `${device}.device`], bytes, true);
  }

  async watch(own: string, news: () => void): Promise<void> {
    const folder = join(this.#root, 'batches');
    await this.#asked(() => stat(folder));
    const watcher = watch(folder, { recursive: true, persistent: false, signal: this.#closed.signal });
    watcher.on('change', (_event, name) => {
      const [device, file] = String(name).split(sep);
      if (device !== own && file !== undefined && BATCH.test(file)) news();
    });
    // A disk that is taken away ends it; rounds find that by themselves.
    watcher.on('error', () => watcher.close());
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  async #list(...path: string[]): Promise<string[]> {
    try {
      return await readdir(join(this.#root, ...path));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw this.#unreachable(codeOf(error), error);
    }
    await this.#asked(() => stat(this.#folder));
    return [];
  }

  /** A file's bytes; null when it has gone meanwhile. */
  async #read(...path: string[]): Promise<Uint8Array | null> {
    const file = join(this.#root, ...path);
    try {
      if ((await stat(file)).size > MAX_FILE) return null;
      return new Uint8Array(await readFile(file));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw this.#unreachable(codeOf(error), error);
    }
  }

  /** Whole or not at all, and on the disk before it counts. */
  async #write(path: readonly string[], bytes: Uint8Array, replace: boolean): Promise<void> {
    await this.#asked(async () => {
      const file = join(this.#root, ...path);
      if (!replace && (await isThere(file))) return;
      await stat(this.#folder);
      await mkdir(join(file, '..'), { recursive: true });
      const fresh = join(file, '..', `.new-${randomUUID()}`);
      try {
        const handle = await open(fresh, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(fresh, file);
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
    });
  }

  async #asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DaymarkError) throw error;
      if (codeOf(error) === 'ENOSPC') throw new DaymarkError('diskFull', {}, { cause: error });
      throw this.#unreachable(codeOf(error), error);
    }
  }

  #unreachable(reason: string, cause?: unknown): DaymarkError {
    const said = reason === 'ENOENT' ? 'the folder is not there' : reason;
    return new DaymarkError('unreachable', { host: this.#folder, reason: said }, { cause });
  }
}

function snapshotName({ device, number }: SnapshotHead): string {
  return `${device}-${numbered(number)}`;
}

function jsonOf(bytes: Uint8Array | null): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
