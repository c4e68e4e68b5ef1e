import { z } from 'zod';
import { DaymarkError } from '../errors.ts';

/** A pasted list, read into the tasks that it would become. */

/** Longest list that is taken at once, in UTF-16 units. */
export const MAX_PASTE_LENGTH = 3_500_000;
/** Most tasks that are made in one go. */
export const MAX_PASTED = 100_000;

/** A preview shows this many, each of which can be changed; a longer list is added as it is. */
export const PREVIEWED = 500;

/** Longest line, and longest notes under it, in UTF-16 units. */
const MAX_LINE = 10_000;
const MAX_NOTES = 100_000;

export const pastedItem = z.object({
  /** The line, without bullet and check box. */
  text: z.string().max(MAX_LINE).regex(/\S/u, 'the line is empty'),
  /** What stood indented under it, as a list. */
  notes: z.string().max(MAX_NOTES).default(''),
  /** Its box was ticked. */
  done: z.boolean().default(false),
});
export type PastedItem = z.infer<typeof pastedItem>;

const BULLET = /^(?:[-*+•‣◦▪–—]|\d{1,3}[.)]|[a-z][.)]|\(\d{1,3}\))\s+/iu;
const CHECKBOX = /^(?:\[[ xX✓✔]?\]|☐|☑|☒|✓|✔)(?:\s+|$)/u;
const TICK = /[xX✓✔☑☒]/u;
/** Columns of a tab. */
const TAB = 4;
/** A line this much further in belongs to the one above. */
const DEEPER = 2;

interface Line {
  indent: number;
  text: string;
  box: 'none' | 'open' | 'done';
}

/**
 * Reads a paste line by line: bullets, numbers and check boxes go, a ticked box makes a finished task, and what is
 * indented under a line becomes a list in its notes. One after the other, since a long text takes a while.
 *
 * @throws DaymarkError `tooLarge` at a line, or notes, that no task can hold
 */
export function* pastedItems(text: string): Generator<PastedItem, void, void> {
  let above: (Line & { levels: number[]; list: string[] }) | null = null;
  for (const raw of linesOf(text)) {
    const line = readLine(raw);
    if (line === null) continue;
    if (above && line.indent >= above.indent + DEEPER) {
      above.list.push(noteOf(line, above.levels));
      continue;
    }
    if (above) yield itemOf(above);
    above = { ...line, levels: [], list: [] };
  }
  if (above) yield itemOf(above);
}

function itemOf({ text, box, list }: Line & { list: readonly string[] }): PastedItem {
  const notes = list.join('\n');
  if (text.length > MAX_LINE) throw new DaymarkError('tooLarge', { limit: `${MAX_LINE} characters a line` });
  if (notes.length > MAX_NOTES)
    throw new DaymarkError('tooLarge', { limit: `${MAX_NOTES} characters under one line` });
  return { text, notes, done: box === 'done' };
}

function* linesOf(text: string): Generator<string, void, void> {
  let from = 0;
  for (const end of text.matchAll(/\r\n|[\n\r\u2028\u2029]/gu)) {
    yield text.slice(from, end.index);
    from = end.index + end[0].length;
  }
  yield text.slice(from);
}

function readLine(raw: string): Line | null {
  const lead = /^\s*/u.exec(raw)?.[0] ?? '';
  let rest = raw.slice(lead.length).replace(BULLET, '');
  const box = CHECKBOX.exec(rest)?.[0];
  if (box) rest = rest.slice(box.length);
  const text = rest.trim();
  if (text === '') return null;
  return { indent: columns(lead), text, box: !box ? 'none' : TICK.test(box) ? 'done' : 'open' };
}

function columns(lead: string): number {
  let at = 0;
  for (const sign of lead) at += sign === '\t' ? TAB - (at % TAB) : 1;
  return at;
}

/** A line of the notes, as deep as it stood under its task. `levels` holds the indents that are open. */
function noteOf({ indent, text, box }: Line, levels: number[]): string {
  while (levels.length > 0 && indent < levels.at(-1)! + DEEPER) levels.pop();
  const depth = levels.length;
  levels.push(indent);
  const mark = box === 'none' ? '-' : box === 'done' ? '- [x]' : '- [ ]';
  return `${'  '.repeat(depth)}${mark} ${text}`;
}
