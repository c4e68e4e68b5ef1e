import { foldText, isReadableByModel, searchTokens } from './search-text.ts';
import { VECTOR_WIDTH } from './vector.ts';

/**
 * The direction of a text that the embedding model can't read, from its signs alone: equal texts point the same way, texts
 * that share words or pairs of signs nearly so, and others at a right angle, but for chance (a cosine within about 0.15).
 * Each token has a direction of its own that follows from it (feature hashing, Weinberger et al. 2009). 384 numbers, length 1.
 */
export function lexicalVector(text: string): Float32Array {
  const tokens = searchTokens(text).map((token) => token.text);
  const sum = new Float32Array(VECTOR_WIDTH);
  for (const token of tokens.length > 0 ? tokens : [foldText(text)]) addDirection(sum, token);
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

/**
 * Vectors of texts in their order: the model's where it can read them, else lexical ones. What it takes for unknown signs
 * would all be one vector.
 */
export async function vectorsOf<Vector extends ArrayLike<number>>(
  texts: readonly string[],
  embed: (readable: string[]) => Promise<readonly Vector[]>,
): Promise<(Vector | Float32Array)[]> {
  const readable = texts.filter(isReadableByModel);
  const known = readable.length === 0 ? [] : await embed(readable);
  let at = 0;
  return texts.map((text) => (isReadableByModel(text) ? known[at++] : undefined) ?? lexicalVector(text));
}

/** Adds a token's own direction, each number +1 or −1 by one bit of a generator that the token seeds. */
function addDirection(sum: Float32Array, token: string): void {
  // FNV-1a
  let state = 0x811c9dc5;
  for (let i = 0; i < token.length; i++) state = Math.imul(state ^ token.charCodeAt(i), 0x01000193);
  for (let i = 0; i < sum.length; i++) {
    // Mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    sum[i]! += ((mixed ^ (mixed >>> 14)) & 1) === 1 ? 1 : -1;
  }
}
