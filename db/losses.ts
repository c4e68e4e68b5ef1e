import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from './keys/files.ts';

/**
 * What was found to be missing when the database was opened, kept until the person has answered. It lies beside the
 * database, since that may be replaced, and holds nothing of what was typed.
 */

/** A loss that was found: what is gone, how many changes, and where the damaged files were put. */
const loss = z.object({
  /**
   * `log`: the write-ahead log was damaged in the middle. `older`: the database is older than it was. `pages`: parts of
   * the file can't be read.
   */
  kind: z.enum(['log', 'older', 'pages']),
  /** Changes known to be missing; 0 when they can't be counted. */
  changes: z.int().nonnegative(),
  /** Folder in which the files are kept as they were found. */
  aside: z.string().nullable(),
});
export type Loss = z.infer<typeof loss>;

const file = z.object({ format: z.literal(1), losses: z.array(loss) });
const KEPT = 8;

function lossesPath(dataDir: string): string {
  return join(dataDir, 'losses.json');
}

/** What has not been answered yet, oldest first. */
export function readLosses(dataDir: string): Loss[] {
  try {
    return file.parse(JSON.parse(readFileSync(lossesPath(dataDir), 'utf8'))).losses;
  } catch {
    return [];
  }
}

/** Notes a loss until the person has answered it. */
export function addLoss(dataDir: string, found: Loss): void {
  const before = readLosses(dataDir);
  if (before.some((one) => one.kind === 'pages' && found.kind === 'pages')) return;
  writeAtomic(
    lossesPath(dataDir),
    `${JSON.stringify({ format: 1, losses: [...before, found].slice(-KEPT) })}\n`,
  );
}

/** The person has answered, or a backup has taken the place of what was damaged. */
export function clearLosses(dataDir: string): void {
  rmSync(lossesPath(dataDir), { force: true });
}
