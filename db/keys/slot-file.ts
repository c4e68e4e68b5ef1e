import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import { slotKinds } from './types.ts';
import { writeAtomic } from './files.ts';
import { costBounds } from './wrap.ts';

const base64 = z.base64();
const cost = z.object({
  memoryKib: z.int().min(8).max(costBounds.memoryKib),
  iterations: z.int().min(1).max(costBounds.iterations),
  parallelism: z.int().min(1).max(costBounds.parallelism),
});

const slot = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), wrapped: base64 }),
  z.object({ kind: z.literal('passphrase'), salt: base64, cost, wrapped: base64 }),
  z.object({ kind: z.literal('recovery'), salt: base64, cost, wrapped: base64 }),
  z.object({ kind: z.literal('keyfile'), wrapped: base64 }),
]);
export type Slot = z.infer<typeof slot>;

const slotFile = z.object({ format: z.literal(1), slots: z.array(slot).min(1) });

export function slotFilePath(dataDir: string): string {
  return join(dataDir, 'keys.json');
}

/** The profile's slots; none when it has no keys yet. Throws `keyFileDamaged` when the file can't be understood. */
export function readSlots(dataDir: string): Slot[] {
  const path = slotFilePath(dataDir);
  if (!existsSync(path)) return [];
  try {
    return slotFile.parse(JSON.parse(readFileSync(path, 'utf8'))).slots;
  } catch (error) {
    throw new DaymarkError('keyFileDamaged', { path }, { cause: error });
  }
}

/** Stores slots, strongest first. A profile is never left without one. */
export function writeSlots(dataDir: string, slots: readonly Slot[]): void {
  const sorted = [...slots].sort((a, b) => slotKinds.indexOf(a.kind) - slotKinds.indexOf(b.kind));
  const file = slotFile.parse({ format: 1, slots: sorted });
  writeAtomic(slotFilePath(dataDir), `${JSON.stringify(file, null, 2)}\n`);
}
