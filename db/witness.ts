import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from './keys/files.ts';

/*
 * A small file beside the database that knows how far it had come. A database that vanished, or one that is older than
 * it was (a copy put in its place, a log that is gone or can't be read), looks sound by itself; only something beside
 * it can tell. It is written after each commit and not synced: a crash of the power may leave it behind the database,
 * never before it, so that it gives no false alarm.
 */

const witness = z.object({
  format: z.literal(1),
  /** False from the making of the keys until there is a database. */
  made: z.boolean(),
  /** Newest number of the change log that was stored. */
  changes: z.int().nonnegative(),
});
export type Witness = z.infer<typeof witness>;

/** Written in place, so that its length has to stay. */
const LENGTH = 80;

export function witnessPath(dataDir: string): string {
  return join(dataDir, 'daymark.mark');
}

/** Null when there is none, or none that can be understood. */
export function readWitness(dataDir: string): Witness | null {
  try {
    return witness.parse(JSON.parse(readFileSync(witnessPath(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** Replaces the witness durably, at the turns of a profile's life: made, restored, started over. */
export function writeWitness(dataDir: string, state: Omit<Witness, 'format'>): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeAtomic(witnessPath(dataDir), line(state.made, state.changes));
}

/** Notes how far the open database has come; costs one small write each. */
export class WitnessWriter {
  #file: number | null = null;
  #noted: number;

  constructor(dataDir: string, changes: number) {
    this.#noted = changes;
    writeWitness(dataDir, { made: true, changes });
    this.#file = openSync(witnessPath(dataDir), 'r+');
  }

  note(changes: number): void {
    if (this.#file === null || changes === this.#noted) return;
    try {
      writeSync(this.#file, line(true, changes), 0);
      this.#noted = changes;
    } catch {
      // A full disk; the work itself reports that, and an older witness accuses no one.
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

function line(made: boolean, changes: number): string {
  return `${JSON.stringify({ format: 1, made, changes }).padEnd(LENGTH - 1)}\n`;
}
