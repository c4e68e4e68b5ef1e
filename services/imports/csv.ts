/** Comma-separated values as RFC 4180 has them, and as spreadsheets write them. */

const MAX_CELLS = 20_000_000;

/** Rows of cells; the separator is the one that the first line has most of. Never throws. */
export function readCsv(text: string, separator = separatorOf(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let cells = 0;
  while (at < text.length && cells < MAX_CELLS) {
    const { cell, next } = text[at] === '"' ? quoted(text, at, separator) : plain(text, at, separator);
    row.push(cell);
    cells += 1;
    at = next;
    if (text[at] === separator) {
      at += 1;
      if (at >= text.length) row.push('');
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function plain(text: string, from: number, separator: string): { cell: string; next: number } {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return { cell: text.slice(from, at), next: at };
}

function quoted(text: string, from: number, separator: string): { cell: string; next: number } {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return { cell: parts.join('') + text.slice(at), next: text.length };
    parts.push(text.slice(at, end));
    if (text[end + 1] !== '"') {
      // What follows a closed quote belongs to the cell, too.
      const rest = plain(text, end + 1, separator);
      return { cell: parts.join('') + rest.cell, next: rest.next };
    }
    parts.push('"');
    at = end + 2;
  }
}

function separatorOf(text: string): string {
  const line = text.slice(0, 10_000).split(/[\r\n]/, 1)[0]!;
  const count = (separator: string): number => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Rows as records by the names in the header row, which is the first that has all of `needed`. */
export function recordsOf(
  rows: readonly string[][],
  needed: readonly string[],
): Record<string, string>[] | null {
  const normal = (name: string): string => name.trim().toLowerCase();
  const at = rows.findIndex((row) => needed.every((name) => row.some((cell) => normal(cell) === name)));
  if (at < 0) return null;
  const names = rows[at]!.map(normal);
  return rows
    .slice(at + 1)
    .map((row) => Object.fromEntries(names.map((name, column) => [name, (row[column] ?? '').trim()])));
}
