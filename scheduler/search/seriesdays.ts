import type { Model } from '../model/model.ts';

/**
 * The local days on which each series already begins a task, as bits. Lives in rows like the free time: row 0 is the
 * working state, the others are checkpoints. A problem without series has rows of no length.
 */
export class SeriesDays {
  readonly #model: Model;
  /** Words of bits per series, and per row. */
  readonly #words: number;
  readonly #row: number;
  readonly #bits: Int32Array;

  /** @param checkpoints rows to keep beside the working one */
  constructor(model: Model, checkpoints: number) {
    this.#model = model;
    this.#words = Math.ceil(model.timeline.days.length / 32);
    const count = model.series.reduce((most, series) => Math.max(most, series + 1), 0);
    this.#row = count * this.#words;
    this.#bits = new Int32Array(this.#row * (checkpoints + 1));
    for (const task of model.pinned) this.take(task, model.pinStart[task]!);
  }

  save(checkpoint: number): void {
    if (this.#row > 0) this.#bits.copyWithin((checkpoint + 1) * this.#row, 0, this.#row);
  }

  restore(checkpoint: number): void {
    const from = (checkpoint + 1) * this.#row;
    if (this.#row > 0) this.#bits.copyWithin(0, from, from + this.#row);
  }

  equals(checkpoint: number): boolean {
    const from = (checkpoint + 1) * this.#row;
    for (let i = 0; i < this.#row; i++) if (this.#bits[i] !== this.#bits[from + i]) return false;
    return true;
  }

  /** Marks the day of `minute` for the series of a task; nothing for a task without one, or before today. */
  take(task: number, minute: number): void {
    const series = this.#model.series[task]!;
    const day = series < 0 ? -1 : this.#model.timeline.dayIndexOf(minute);
    if (day >= 0) this.#bits[series * this.#words + (day >> 5)]! |= 1 << (day & 31);
  }

  /** First minute from `minute` on whose day the task's series leaves open; the horizon's end when there is none. */
  firstOpen(task: number, minute: number): number {
    const series = this.#model.series[task]!;
    if (series < 0) return minute;
    const { timeline } = this.#model;
    let day = timeline.dayIndexOf(minute);
    if (day < 0) return minute;
    let from = minute;
    while (day < timeline.days.length && this.#taken(series, day)) from = timeline.dayStart[++day]!;
    return from;
  }

  #taken(series: number, day: number): boolean {
    return ((this.#bits[series * this.#words + (day >> 5)]! >> (day & 31)) & 1) === 1;
  }
}
