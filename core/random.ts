/** A source of uniform numbers in [0, 1). Injected everywhere; nothing reads `Math.random`. */
export type Random = () => number;

/**
 * Small, fast, seedable generator with 32 bits of state (mulberry32, Tommy Ettinger, public domain).
 * Good enough for search and sampling; never for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
