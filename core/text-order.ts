/** Order of two texts by their code units, as moments, days and ids sort: negative, 0 or positive. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
