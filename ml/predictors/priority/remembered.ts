import {
  arrayOf,
  damaged,
  fromHalves,
  toHalves,
  type StateArray,
  type StateContent,
} from '../../trees/index.ts';
import { PRIORITY_COLUMNS } from './columns.ts';
import type { DescribedChoice, Effects, IndexedTask } from './effects.ts';

const COLS = PRIORITY_COLUMNS.length;
/** Tasks of one choice, and labels of one task, that a state may hold. */
const MAX = 255;

/** A choice as it is remembered; `start` is what the base said then. */
export interface Remembered extends DescribedChoice {
  /** Of `PRIORITY_COLUMNS`, to half precision, so that what is stored is what is learned from. */
  readonly rows: Float64Array;
  /** What base and effects together said then, before this choice taught them. */
  readonly before: Float32Array;
}

/** Puts a choice into the form it is remembered in. */
export function remembered(
  effects: Effects,
  choice: {
    rows: Float64Array;
    labels: readonly (readonly string[])[];
    chosen: number;
    start: ArrayLike<number>;
    before: ArrayLike<number>;
  },
): Remembered {
  const rows = fromHalves(toHalves(choice.rows));
  const tasks = choice.labels.map((labels, i) => effects.index(labels.slice(0, MAX), rowAt(rows, i)));
  const { chosen, start, before } = choice;
  return { rows, tasks, chosen, start: Float32Array.from(start), before: Float32Array.from(before) };
}

function rowAt(rows: Float64Array, i: number): Float64Array {
  return rows.subarray(i * COLS, (i + 1) * COLS);
}

/** About eighty bytes an open task. */
export function packChoices(effects: Effects, choices: readonly Remembered[]): Record<string, StateArray> {
  const tasks = choices.flatMap((choice) => choice.tasks);
  const labels = tasks.map((task) => effects.labelIds(task));
  return {
    choiceSizes: Uint16Array.from(choices, (choice) => choice.tasks.length),
    chosen: Uint16Array.from(choices, (choice) => choice.chosen),
    rows: toHalves(joined(choices.map((choice) => choice.rows))),
    start: Float32Array.from(joined(choices.map((choice) => choice.start))),
    before: Float32Array.from(joined(choices.map((choice) => choice.before))),
    labelCounts: Uint8Array.from(labels, (own) => own.length),
    labels: Uint16Array.from(joined(labels)),
  };
}

function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The reverse; `effects` has its labels already. `stateDamaged` when lengths or numbers disagree. */
export function unpackChoices(effects: Effects, content: StateContent): Remembered[] {
  const sizes = arrayOf(content, 'choiceSizes', 'u16');
  const chosen = arrayOf(content, 'chosen', 'u16');
  const rows = fromHalves(arrayOf(content, 'rows', 'u16'));
  const start = arrayOf(content, 'start', 'f32');
  const before = arrayOf(content, 'before', 'f32');
  const counts = arrayOf(content, 'labelCounts', 'u8');
  const labels = arrayOf(content, 'labels', 'u16');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const agree =
    chosen.length === sizes.length &&
    [rows.length / COLS, start.length, before.length, counts.length].every((length) => length === total) &&
    labels.length === counts.reduce((sum, count) => sum + count, 0);
  if (!agree || labels.some((id) => id >= effects.size)) throw damaged('its choices disagree');
  if ([...start, ...before].some((score) => !Number.isFinite(score))) throw damaged('a score is no number');
  let task = 0;
  let label = 0;
  return Array.from(sizes, (size, c) => {
    if (chosen[c]! >= size) throw damaged('what was chosen was not open');
    const from = task;
    const tasks: IndexedTask[] = [];
    for (; task < from + size; task++) {
      const own = labels.subarray(label, (label += counts[task]!));
      tasks.push(effects.indexed(own, rowAt(rows, task)));
    }
    return {
      rows: rows.slice(from * COLS, task * COLS),
      tasks,
      chosen: chosen[c]!,
      start: start.slice(from, task),
      before: before.slice(from, task),
    };
  });
}
