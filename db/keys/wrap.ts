import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { argon2id } from 'hash-wasm';

/** Argon2id's cost, stored with each slot so that it can be raised later without breaking older slots. */
export interface Argon2Cost {
  memoryKib: number;
  iterations: number;
  parallelism: number;
}

/** OWASP's recommendation doubled in memory; about half a second on a slow laptop. */
export const defaultCost: Argon2Cost = { memoryKib: 65_536, iterations: 3, parallelism: 1 };

/** Bounds on what a slot file may ask for, so that a tampered one can't take all memory or time. */
export const costBounds = { memoryKib: 1_048_576, iterations: 20, parallelism: 8 } as const;

const NONCE = 12;
const TAG = 16;

/** A 32-byte key from a secret that a person can type. The passphrase is taken in its canonical Unicode form. */
export async function deriveKey(secret: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array> {
  return argon2id({
    password: new TextEncoder().encode(secret.normalize('NFKC')),
    salt,
    memorySize: cost.memoryKib,
    iterations: cost.iterations,
    parallelism: cost.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
}

/** AES-256-GCM; `context` is authenticated too, so that one slot's contents can't be put into another. */
export function seal(plain: Uint8Array, key: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The sealed bytes, or null when the key, the context or a byte is wrong. */
export function unseal(sealed: Uint8Array, key: Uint8Array, context: string): Uint8Array | null {
  if (sealed.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const body = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
    return new Uint8Array(Buffer.concat([body, decipher.final()]));
  } catch {
    return null;
  }
}
