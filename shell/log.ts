import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/time/clock.ts';

/**
 * The log: one JSON object a line in `logs/daymark.log` of the data folder, readable by the owner only. It carries
 * ids, codes and figures, never what a person typed.
 */

export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Record<string, string | number | boolean | null | undefined>;
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

const MAX_BYTES = 1_000_000;
const KEPT = 3;

export const silentLog: Log = () => {};

/** Opens the log of a data folder. A log that can't be written is given up silently: it must never stop the work. */
export function openLog(dataDir: string, clock: Clock): Log {
  const folder = join(dataDir, 'logs');
  const path = join(folder, 'daymark.log');
  let bytes: number;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    bytes = sizeOf(path);
  } catch {
    return silentLog;
  }
  return (level, event, fields) => {
    const line = `${JSON.stringify({ at: new Date(clock()).toISOString(), level, event, ...fields })}\n`;
    try {
      if (bytes + line.length > MAX_BYTES) {
        rotate(path);
        bytes = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      if (bytes === 0) chmodSync(path, 0o600);
      bytes += Buffer.byteLength(line);
    } catch {
      // Disk full or read-only: the work itself reports that.
    }
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function rotate(path: string): void {
  for (let n = KEPT - 1; n >= 1; n -= 1) {
    const from = n === 1 ? path : `${path}.${n - 1}`;
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${path}.${n}`);
  }
}

/**
 * What may be logged about an unexpected error: its name, code and the stack's file positions. Its message may quote
 * what a person typed (SQLite and parsers do), so it stays out.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
    .join(' | ');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const cause = error.cause instanceof Error ? error.cause.name : undefined;
  return { name: error.name, code, cause, frames };
}
