/**
 * Numbers requests and tells which answers still count: only one that is newer than every answer taken so far,
 * and not older than the last reset (a line that was sent away).
 */
export class Sequence {
  #issued = 0;
  #taken = 0;

  /** The number for the next request. */
  next(): number {
    this.#issued += 1;
    return this.#issued;
  }

  /** Takes an answer; false means it came late and must be dropped. */
  take(seq: number): boolean {
    if (seq <= this.#taken || seq > this.#issued) return false;
    this.#taken = seq;
    return true;
  }

  /** Makes every answer still on its way late. */
  reset(): void {
    this.#taken = this.#issued;
  }
}
