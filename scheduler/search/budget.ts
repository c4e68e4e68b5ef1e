/** Tasks placed between two looks at the clock. */
const TASKS_PER_CHECK = 2_000;

/** How long a search may go on: by the clock, by priced orders, or until the caller says stop. */
export class Budget {
  readonly #now: () => number;
  #deadline: number;
  readonly #maxEvaluations: number;
  readonly #shouldStop: () => boolean;
  readonly #evaluations: () => number;
  readonly #lookEvery: number;
  #nextLook = 0;
  #over = false;

  constructor(options: {
    now: () => number;
    deadline: number;
    maxEvaluations: number;
    shouldStop: () => boolean;
    evaluations: () => number;
    /** Tasks in an order: pricing one costs about as much for each. */
    length: number;
  }) {
    this.#lookEvery = Math.max(1, Math.min(32, Math.floor(TASKS_PER_CHECK / Math.max(1, options.length))));
    this.#now = options.now;
    this.#deadline = options.deadline;
    this.#maxEvaluations = options.maxEvaluations;
    this.#shouldStop = options.shouldStop;
    this.#evaluations = options.evaluations;
  }

  /** Milliseconds of the budget's clock. */
  now(): number {
    return this.#now();
  }

  /** Keeps so many milliseconds for what follows the search, but never more than half of what is left. */
  reserve(ms: number): void {
    const left = this.#deadline - this.#now();
    if (left > 0) this.#deadline -= Math.min(ms, left / 2);
  }

  /** Whether to stop, by the clock alone. */
  isLate(): boolean {
    return this.#over || this.#now() >= this.#deadline;
  }

  /** Whether to stop. Looks at the clock only every so many evaluations, since looking costs more than one. */
  spent(): boolean {
    if (this.#over) return true;
    const done = this.#evaluations();
    if (done >= this.#maxEvaluations) return (this.#over = true);
    if (done < this.#nextLook) return false;
    this.#nextLook = done + this.#lookEvery;
    return (this.#over = this.#now() >= this.#deadline || this.#shouldStop());
  }
}
