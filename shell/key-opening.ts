import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import {
  createKeySlots,
  databasePath,
  hasExisted,
  listSlots,
  openWith,
  openWithText,
  type Keychain,
  type SlotSecret,
} from '../db/index.ts';

/** Finding the slot that opens a profile: the keychain, then the key file, then a secret that was given. */

export interface KeyOptions {
  dataDir: string;
  keychain?: Keychain;
  /** Passphrase or recovery code from a file or the environment. */
  secret?: string | null;
}

export type KeyResult =
  | { state: 'open'; key: Uint8Array; created: boolean }
  | { state: 'locked'; why: DaymarkError };

/**
 * Makes the key of a fresh profile, or opens the one there is. New keys never take the place of lost ones. `locked` means that a person has to say something first;
 * a damaged or missing key file throws.
 */
export async function openKey(options: KeyOptions): Promise<KeyResult> {
  const { dataDir, keychain, secret } = options;
  const slots = listSlots(dataDir);
  if (slots.length === 0) {
    if (existsSync(databasePath(dataDir)) || hasExisted({ dataDir })) {
      throw new DaymarkError('keyFileMissing', { path: join(dataDir, 'keys.json') });
    }
    return { state: 'open', key: await createKeySlots(dataDir, [freshSlot(options)]), created: true };
  }
  let why = new DaymarkError('locked');
  const attempts: SlotSecret[] = [];
  if (slots.includes('keychain') && keychain?.available()) attempts.push({ kind: 'keychain', keychain });
  if (slots.includes('keyfile')) attempts.push({ kind: 'keyfile' });
  for (const attempt of attempts) {
    try {
      return { state: 'open', key: await openWith(dataDir, attempt), created: false };
    } catch (error) {
      why = typed(error);
    }
  }
  if (secret) return { state: 'open', key: await openWithText(dataDir, secret), created: false };
  if (slots.some((slot) => slot === 'passphrase' || slot === 'recovery')) {
    const onlyKeychain = slots.includes('keychain') && !slots.includes('passphrase') && attempts.length === 0;
    return {
      state: 'locked',
      why: onlyKeychain ? new DaymarkError('keychainUnavailable') : new DaymarkError('locked'),
    };
  }
  if (attempts.length === 0) throw new DaymarkError('keychainUnavailable');
  throw why;
}

function freshSlot({ keychain, secret }: KeyOptions): SlotSecret {
  if (keychain?.available()) return { kind: 'keychain', keychain };
  return secret ? { kind: 'passphrase', passphrase: secret } : { kind: 'keyfile' };
}

function typed(error: unknown): DaymarkError {
  return error instanceof DaymarkError ? error : new DaymarkError('locked', {}, { cause: error });
}
