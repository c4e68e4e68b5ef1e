/**
 * Keys that put rows into an order of the person's own. There is always room for a key between two others, so that
 * moving one row writes that row alone and two devices that move different rows never undo each other's work
 * (fractional indexing). Keys compare as plain text, in SQLite as here.
 */

/** In the order of their character codes. No key ends in the first one, so that there is room before each. */
const DIGITS = '-0123456789abcdefghijklmnopqrstuvwxyz';
const MIDDLE = DIGITS[DIGITS.length >> 1]!;

/** The key of a row that was never moved: rows stand in the order in which they were made. `at` is in epoch ms. */
export function creationKey(at: number, id: string): string {
  return `${Math.max(0, Math.floor(at)).toString(16).padStart(12, '0')}-${id}`;
}

/**
 * A key between two others.
 *
 * @param before the key that it comes after; '' for the very first place
 * @param after the key that it comes before; null where none follows, then it comes directly behind `before`
 * @throws RangeError when `before` does not come before `after`
 */
export function keyBetween(before: string, after: string | null): string {
  if (after === null) return before + MIDDLE;
  if (before >= after) throw new RangeError('these keys stand the other way round');
  let key = '';
  for (let at = 0; ; at += 1) {
    const low = digitAt(before, at) ?? 0;
    const high = digitAt(after, at) ?? 0;
    if (high === low) {
      key += DIGITS[low];
      continue;
    }
    if (high - low > 1) return key + DIGITS[(low + high) >> 1];
    // Neighbouring digits: the shorter way is a prefix of `after`, else behind `before` in its own branch.
    if (at + 1 < after.length) return key + DIGITS[high];
    return key + behind(before, at, low);
  }
}

/** Something behind `key` that shares its digit at a place, whatever follows there. */
function behind(key: string, at: number, low: number): string {
  let result = DIGITS[low]!;
  for (let next = at + 1; ; next += 1) {
    const digit = digitAt(key, next);
    if (digit === undefined) return result + MIDDLE;
    const room = (digit + DIGITS.length) >> 1;
    if (room > digit) return result + DIGITS[room];
    result += DIGITS[digit];
  }
}

/** Keys for several rows that come one after the other between two others, as `keyBetween` has them. */
export function keysBetween(before: string, after: string | null, count: number): string[] {
  const keys: string[] = [];
  for (let last = before; keys.length < count; keys.push(last)) last = keyBetween(last, after);
  return keys;
}

function digitAt(key: string, at: number): number | undefined {
  return at < key.length ? DIGITS.indexOf(key[at]!) : undefined;
}
