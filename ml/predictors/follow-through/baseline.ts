import { z } from 'zod';

/** Share of planned tasks done on their day before anything is known, and how many tasks that is worth. */
const USUAL = 0.6;
const WEIGHT = 6;
/** Each outcome counts so much less than the one after it: half after 140. */
const DECAY = 0.995;

/** The simple rule: the share of the person's planned tasks that were done on their day, newer ones counting more. */
export class UsualShare {
  #done = 0;
  #total = 0;

  get value(): number {
    return (this.#done + USUAL * WEIGHT) / (this.#total + WEIGHT);
  }

  observe(kept: boolean): void {
    this.#done = this.#done * DECAY + Number(kept);
    this.#total = this.#total * DECAY + 1;
  }

  get state(): z.infer<typeof usualShareState> {
    return { done: this.#done, total: this.#total };
  }

  restore({ done, total }: z.infer<typeof usualShareState>): void {
    this.#done = done;
    this.#total = total;
  }
}

/** As it is kept. */
export const usualShareState = z.object({ done: z.number().nonnegative(), total: z.number().nonnegative() });
