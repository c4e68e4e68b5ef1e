/** The share of all tasks that were done within a day, beginning at one half. */
export class OverallRate {
  #done = 1;
  #total = 2;

  add(outcome: number): void {
    this.#done += outcome;
    this.#total += 1;
  }

  get value(): number {
    return this.#done / this.#total;
  }

  get state(): [number, number] {
    return [this.#done, this.#total];
  }

  restore([done, total]: readonly [number, number]): void {
    this.#done = done;
    this.#total = total;
  }
}
