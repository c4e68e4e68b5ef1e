import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DaymarkError } from '../../core/errors.ts';
import { databasePath } from '../paths.ts';
import { translated } from '../sqlite.ts';
import { writeWitness } from '../witness.ts';
import { type Keychain, type SlotKind, slotKinds, type SlotSecret } from './types.ts';
import { writeAtomic } from './files.ts';
import { normaliseRecoveryCode } from './recovery-code.ts';
import { readSlots, slotFilePath, writeSlots, type Slot } from './slot-file.ts';
import { defaultCost, deriveKey, seal, unseal, type Argon2Cost } from './wrap.ts';

const KEY_BYTES = 32;

/** What tests make cheap; the program uses the defaults. */
export interface KeyOptions {
  cost?: Argon2Cost;
}

/** Where the key file of a profile lies. */
export function keyFilePath(dataDir: string): string {
  return join(dataDir, 'profile.key');
}

/** How this profile can be opened, strongest first; empty when it has no keys yet. Throws `keyFileDamaged`. */
export function listSlots(dataDir: string): SlotKind[] {
  const kinds = new Set(readSlots(dataDir).map((slot) => slot.kind));
  return slotKinds.filter((kind) => kinds.has(kind));
}

/**
 * Makes the keys of a new profile and answers its database key, 32 random bytes. Refuses a profile that has keys
 * already, and one that has a database without keys: new keys could never open it.
 */
export async function createKeySlots(
  dataDir: string,
  secrets: readonly SlotSecret[],
  options: KeyOptions = {},
): Promise<Uint8Array> {
  if (secrets.length === 0) throw new DaymarkError('invalidInput', { reason: 'a profile needs a key slot' });
  if (existsSync(slotFilePath(dataDir))) {
    readSlots(dataDir);
    throw new DaymarkError('conflict');
  }
  if (existsSync(databasePath(dataDir))) {
    throw new DaymarkError('keyFileMissing', { path: slotFilePath(dataDir) });
  }
  translated(dataDir, () => mkdirSync(dataDir, { recursive: true, mode: 0o700 }));
  const key = new Uint8Array(randomBytes(KEY_BYTES));
  const made: Slot[] = [];
  // The key file comes last: it is the only one that writes, and a failure before it leaves nothing behind.
  const lastKeyFile = [...secrets].sort(
    (a, b) => Number(a.kind === 'keyfile') - Number(b.kind === 'keyfile'),
  );
  for (const secret of lastKeyFile) made.push(await makeSlot(dataDir, key, secret, options));
  // Keys without a database mean a lost one, but for the moment between the two.
  writeWitness(dataDir, { made: false, changes: 0 });
  writeSlots(dataDir, made);
  return key;
}

/**
 * The database key. Throws `wrongPassphrase`, `keyFileMissing` (no `keys.json`, or no `profile.key` for its slot),
 * `keyFileDamaged` or `keychainUnavailable`; changes nothing.
 */
export async function openWith(dataDir: string, secret: SlotSecret): Promise<Uint8Array> {
  const slots = readSlots(dataDir);
  if (slots.length === 0) throw new DaymarkError('keyFileMissing', { path: slotFilePath(dataDir) });
  const slot = slots.find((one) => one.kind === secret.kind);
  if (!slot) throw refusal(dataDir, secret.kind);
  const key = await openSlot(dataDir, slot, secret);
  if (!key || key.length !== KEY_BYTES) throw refusal(dataDir, secret.kind);
  return key;
}

/** Opens with what a person typed: the passphrase, the recovery code, or the line that is in the key file. */
export async function openWithText(dataDir: string, text: string): Promise<Uint8Array> {
  const slots = readSlots(dataDir);
  const kinds = slots.map((slot) => slot.kind);
  if (kinds.length === 0) throw new DaymarkError('keyFileMissing', { path: slotFilePath(dataDir) });
  const outer = fromBase64(text.trim());
  const keyFile = slots.find((slot) => slot.kind === 'keyfile');
  if (keyFile && outer.length === KEY_BYTES) {
    const key = unseal(fromBase64(keyFile.wrapped), outer, 'keyfile');
    if (key) return key;
  }
  if (kinds.includes('recovery') && normaliseRecoveryCode(text) !== null) {
    try {
      return await openWith(dataDir, { kind: 'recovery', code: text });
    } catch (error) {
      if (!(error instanceof DaymarkError) || error.code !== 'wrongPassphrase') throw error;
    }
  }
  return openWith(dataDir, { kind: 'passphrase', passphrase: text });
}

/** Adds a way to open the profile, in place of one of the same kind. Answers the kinds there are now. */
export async function addSlot(
  dataDir: string,
  key: Uint8Array,
  secret: SlotSecret,
  options: KeyOptions = {},
): Promise<SlotKind[]> {
  const made = await makeSlot(dataDir, key, secret, options);
  const others = readSlots(dataDir).filter((slot) => slot.kind !== secret.kind);
  writeSlots(dataDir, [...others, made]);
  return listSlots(dataDir);
}

/** Takes a way to open the profile away; the last one is never given up. Answers the kinds that are left. */
export function removeSlot(dataDir: string, kind: SlotKind): SlotKind[] {
  const rest = readSlots(dataDir).filter((slot) => slot.kind !== kind);
  if (rest.length === 0) {
    throw new DaymarkError('invalidInput', { reason: 'this is the only key of the profile' });
  }
  writeSlots(dataDir, rest);
  if (kind === 'keyfile') rmSync(keyFilePath(dataDir), { force: true });
  return listSlots(dataDir);
}

async function makeSlot(
  dataDir: string,
  key: Uint8Array,
  secret: SlotSecret,
  options: KeyOptions,
): Promise<Slot> {
  switch (secret.kind) {
    case 'keychain':
      return { kind: 'keychain', wrapped: toBase64(usable(secret.keychain).wrap(key)) };
    case 'keyfile': {
      const outer = existingKeyFile(dataDir) ?? new Uint8Array(randomBytes(KEY_BYTES));
      writeAtomic(keyFilePath(dataDir), `${toBase64(outer)}\n`);
      return { kind: 'keyfile', wrapped: toBase64(seal(key, outer, 'keyfile')) };
    }
    case 'passphrase':
    case 'recovery': {
      const text = typedSecret(secret);
      if (text === null) throw new DaymarkError('invalidInput', { reason: 'this is not a recovery code' });
      const salt = randomBytes(16);
      const cost = options.cost ?? defaultCost;
      const outer = await deriveKey(text, salt, cost);
      const wrapped = toBase64(seal(key, outer, secret.kind));
      return { kind: secret.kind, salt: toBase64(salt), cost, wrapped };
    }
  }
}

async function openSlot(dataDir: string, slot: Slot, secret: SlotSecret): Promise<Uint8Array | null> {
  const wrapped = fromBase64(slot.wrapped);
  if (secret.kind === 'keychain') {
    try {
      return new Uint8Array(usable(secret.keychain).unwrap(wrapped));
    } catch (error) {
      throw new DaymarkError('keychainUnavailable', {}, { cause: error });
    }
  }
  if (secret.kind === 'keyfile') {
    const outer = existingKeyFile(dataDir);
    if (!outer) throw new DaymarkError('keyFileMissing', { path: keyFilePath(dataDir) });
    return unseal(wrapped, outer, 'keyfile');
  }
  const text = typedSecret(secret);
  if (text === null || (slot.kind !== 'passphrase' && slot.kind !== 'recovery')) return null;
  const outer = await deriveKey(text, fromBase64(slot.salt), slot.cost);
  return unseal(wrapped, outer, slot.kind);
}

function typedSecret(secret: SlotSecret & { kind: 'passphrase' | 'recovery' }): string | null {
  return secret.kind === 'passphrase' ? secret.passphrase : normaliseRecoveryCode(secret.code);
}

function usable(keychain: Keychain): Keychain {
  if (!keychain.available()) throw new DaymarkError('keychainUnavailable');
  return keychain;
}

function existingKeyFile(dataDir: string): Uint8Array | null {
  const path = keyFilePath(dataDir);
  if (!existsSync(path)) return null;
  const bytes = fromBase64(translated(path, () => readFileSync(path, 'utf8')).trim());
  if (bytes.length !== KEY_BYTES) throw new DaymarkError('keyFileDamaged', { path });
  return bytes;
}

function refusal(dataDir: string, kind: SlotKind): DaymarkError {
  if (kind === 'keychain') return new DaymarkError('keychainUnavailable');
  if (kind !== 'keyfile') return new DaymarkError('wrongPassphrase');
  const path = keyFilePath(dataDir);
  return new DaymarkError(existsSync(path) ? 'keyFileDamaged' : 'keyFileMissing', { path });
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
