import { createHash, randomBytes } from 'node:crypto';

/**
 * Recovery codes are 160 random bits and a 15-bit checksum in Crockford's base 32 (no I, L, O or U), in groups of
 * five: `7Q2KX-…`, seven groups. A slip of the pen is told from a wrong code before any slow work.
 * https://www.crockford.com/base32.html
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 5;
const RANDOM_BYTES = 20;
const BODY = (RANDOM_BYTES * 8) / 5;
const CHECK = 3;

export type RandomBytes = (length: number) => Uint8Array;

/** A new code as it is shown to the person. */
export function makeRecoveryCode(random: RandomBytes = randomBytes): string {
  const body = encode(random(RANDOM_BYTES));
  const groups = (body + checksum(body)).match(new RegExp(`.{${GROUP}}`, 'g')) ?? [];
  return groups.join('-');
}

/** The code in its one form, whatever blanks, dashes and look-alikes were typed; null when it can't be a code. */
export function normaliseRecoveryCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (code.length !== BODY + CHECK) return null;
  const body = code.slice(0, BODY);
  return checksum(body) === code.slice(BODY) ? body : null;
}

function checksum(body: string): string {
  const hash = createHash('sha256').update(`daymark recovery ${body}`).digest();
  return encode(hash.subarray(0, 5)).slice(0, CHECK);
}

/** Five bytes to eight characters; the length must be a multiple of five. */
function encode(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return text;
}
