import { z } from 'zod';

/** A pasted list, read into the tasks that it would become. */

/** Longest list that is taken at once, in UTF-16 units. */
export const MAX_PASTE_LENGTH = 3_500_000;
/** Most tasks that are made in one go. */
export const MAX_PASTED = 100_000;

/** A preview shows this many, each of which can be changed; a longer list is added as it is. */
export const PREVIEWED = 500;

export const pastedItem = z.object({
  /** The line, without bullet and check box. */
  text: z.string().min(1).max(10_000),
  /** What stood indented under it, as a list. */
  notes: z.string().max(100_000).default(''),
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
  return { text, notes: list.join('\n'), done: box === 'done' };
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
