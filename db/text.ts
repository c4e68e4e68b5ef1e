/** Longest key that is stored; titles may have 10,000 characters and the key only narrows the search. */
const KEY_LENGTH = 200;

/** Folds a name for comparison: canonical form, lower case, outer and repeated blanks gone. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim().slice(0, KEY_LENGTH);
}
