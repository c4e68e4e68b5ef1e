/** Texts that go through the model together at most; more gains nothing on two cores. */
const MAX_BATCH = 16;
/** Tokens of a batch at most, unless one text alone has more: bounds the memory of the model's inner layers. */
const MAX_BATCH_TOKENS = 512;

/**
 * Groups token lists of exactly equal length, so that no padding is computed and the model needs no mask: a
 * text's vector can't depend on what else is in its batch.
 *
 * @returns index lists into `ids`; every index once, shortest texts first
 */
export function batchesByLength(ids: readonly (readonly number[])[]): number[][] {
  const byLength = new Map<number, number[]>();
  ids.forEach((tokens, index) => {
    const group = byLength.get(tokens.length);
    if (group) group.push(index);
    else byLength.set(tokens.length, [index]);
  });
  const batches: number[][] = [];
  for (const [length, group] of [...byLength].sort(([a], [b]) => a - b)) {
    const size = Math.max(1, Math.min(MAX_BATCH, Math.floor(MAX_BATCH_TOKENS / length)));
    for (let from = 0; from < group.length; from += size) batches.push(group.slice(from, from + size));
  }
  return batches;
}

/** Cuts token ids to `maxTokens`, keeping the end mark as the last one. */
export function truncate(ids: readonly number[], maxTokens: number): number[] {
  const end = ids.at(-1);
  if (ids.length <= maxTokens || end === undefined) return [...ids];
  return [...ids.slice(0, maxTokens - 1), end];
}
