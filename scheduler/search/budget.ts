/** How long a search may go on: by the clock, by priced orders, or until the caller says stop. */
export class Budget {
  readonly #now: () => number;
  readonly #deadline: number;
  readonly #maxEvaluations: number;
  readonly #shouldStop: () => boolean;
  readonly #evaluations: () => number;
  #nextLook = 0;
  #over = false;

  constructor(options: {
    now: () => number;
    deadline: number;
    maxEvaluations: number;
    shouldStop: () => boolean;
    evaluations: () => number;
  }) {
    this.#now = options.now;
    this.#deadline = options.deadline;
    this.#maxEvaluations = options.maxEvaluations;
    this.#shouldStop = options.shouldStop;
    this.#evaluations = options.evaluations;
  }

  /** Whether to stop. Looks at the clock only every so many evaluations, since looking costs more than one. */
  spent(): boolean {
    if (this.#over) return true;
    const done = this.#evaluations();
    if (done >= this.#maxEvaluations) return (this.#over = true);
    if (done < this.#nextLook) return false;
    this.#nextLook = done + 32;
    return (this.#over = this.#now() >= this.#deadline || this.#shouldStop());
  }
}
