import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DaymarkError } from '../core/errors.ts';
import {
  costBounds,
  defaultCost,
  deriveKey,
  makeRecoveryCode,
  normaliseRecoveryCode,
  seal,
  unseal,
  type Argon2Cost,
} from '../db/index.ts';

/**
 * Keys of a mailbox. Each is 32 random bytes, wrapped by what the person knows: the sync passphrase or the recovery code,
 * both through Argon2id. A new passphrase comes with a new key, which seals from then on; older ones are kept for what they
 * have sealed.
 */

const base64 = z.base64().max(4_096);
const slot = z.object({
  salt: base64,
  cost: z.object({
    memoryKib: z.int().min(8).max(costBounds.memoryKib),
    iterations: z.int().min(1).max(costBounds.iterations),
    parallelism: z.int().min(1).max(costBounds.parallelism),
  }),
  wrapped: base64,
});
export const keyFile = z.object({
  format: z.literal(1),
  id: z.uuid(),
  /** Epoch ms; the newest key seals. */
  madeAt: z.int(),
  passphrase: slot,
  recovery: slot,
});
export type KeyFile = z.infer<typeof keyFile>;

export const MIN_PASSPHRASE = 8;

/** An opened key. */
export interface DataKey {
  id: string;
  madeAt: number;
  key: Uint8Array;
}

/** A new key with its file and the recovery code that opens it, which is shown once. */
export async function makeKey(
  passphrase: string,
  now: number,
  cost: Argon2Cost = defaultCost,
): Promise<{ file: KeyFile; opened: DataKey; recoveryCode: string }> {
  if (passphrase.length < MIN_PASSPHRASE)
    throw new DaymarkError('invalidInput', {
      reason: `a sync passphrase has at least ${MIN_PASSPHRASE} characters`,
    });
  const opened: DataKey = { id: randomUUID(), madeAt: now, key: new Uint8Array(randomBytes(32)) };
  const recoveryCode = makeRecoveryCode();
  const file: KeyFile = {
    format: 1,
    id: opened.id,
    madeAt: now,
    passphrase: await wrap(opened, passphrase, cost),
    recovery: await wrap(opened, normaliseRecoveryCode(recoveryCode) ?? '', cost),
  };
  return { file, opened, recoveryCode };
}

/** Opens every key with a passphrase or a recovery code. @throws DaymarkError `wrongPassphrase` when it opens none. */
export async function openKeys(files: readonly KeyFile[], secret: string): Promise<DataKey[]> {
  const code = normaliseRecoveryCode(secret);
  const opened: DataKey[] = [];
  for (const file of files) {
    const slots =
      code === null
        ? [[file.passphrase, secret]]
        : [
            [file.recovery, code],
            [file.passphrase, secret],
          ];
    for (const [one, text] of slots as [z.infer<typeof slot>, string][]) {
      const wrapping = await deriveKey(text, Buffer.from(one.salt, 'base64'), one.cost);
      const key = unseal(Buffer.from(one.wrapped, 'base64'), wrapping, contextOf(file.id));
      if (!key) continue;
      opened.push({ id: file.id, madeAt: file.madeAt, key });
      break;
    }
  }
  if (opened.length === 0) throw new DaymarkError('wrongPassphrase');
  return opened;
}

async function wrap(opened: DataKey, secret: string, cost: Argon2Cost): Promise<z.infer<typeof slot>> {
  const salt = randomBytes(16);
  const wrapping = await deriveKey(secret, salt, cost);
  return {
    salt: salt.toString('base64'),
    cost: { ...cost },
    wrapped: Buffer.from(seal(opened.key, wrapping, contextOf(opened.id))).toString('base64'),
  };
}

const contextOf = (id: string): string => `daymark sync key ${id}`;

/** What a sealed piece is, so that none can be put in another's place. */
export interface PieceName {
  kind: 'batch' | 'snapshot' | 'device';
  device: string;
  number: number;
  part: number;
}

const KEY_ID = 36;

/** Seals a piece with the newest key. The key's id stands before it; that and the name are authenticated. */
export function sealPiece(keys: readonly DataKey[], name: PieceName, plain: Uint8Array): Uint8Array {
  const newest = keys.reduce((a, b) =>
    b.madeAt > a.madeAt || (b.madeAt === a.madeAt && b.id > a.id) ? b : a,
  );
  return Buffer.concat([Buffer.from(newest.id), seal(plain, newest.key, headerOf(newest.id, name))]);
}

/**
 * Opens a piece.
 *
 * @throws DaymarkError `wrongPassphrase` when its key is not among these, `invalidInput` when a byte of it is not as it was sealed
 */
export function openPiece(keys: readonly DataKey[], name: PieceName, bytes: Uint8Array): Uint8Array {
  const id = Buffer.from(bytes.subarray(0, KEY_ID)).toString('latin1');
  const key = keys.find((one) => one.id === id);
  if (!key) throw new DaymarkError('wrongPassphrase');
  const plain = unseal(bytes.subarray(KEY_ID), key.key, headerOf(id, name));
  if (!plain)
    throw new DaymarkError('invalidInput', {
      reason: 'a piece in the mailbox is damaged or not of this sync',
    });
  return plain;
}

function headerOf(key: string, { kind, device, number, part }: PieceName): string {
  return JSON.stringify(['daymark sync 1', key, kind, device, number, part]);
}
