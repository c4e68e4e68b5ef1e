import type { Lex } from '../lexer.ts';

/** Longest name in words. */
const MOST_WORDS = 6;

const starts = new WeakMap<ReadonlyMap<string, string>, ReadonlySet<string>>();

/** The words that names begin with: most words of a line are none of them. */
function startsOf(names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const known = starts.get(names);
  if (known !== undefined) return known;
  const made = new Set([...names.keys()].map((name) => /^[\p{L}\p{N}'_]+/u.exec(name)?.[0] ?? name));
  starts.set(names, made);
  return made;
}

/** Marks the first word of each holiday's name; the words that follow it are joined into the same token. */
export function nameHolidays(lx: readonly Lex[], names: ReadonlyMap<string, string>): readonly Lex[] {
  const out: Lex[] = [];
  let found = false;
  const first = startsOf(names);
  for (let i = 0; i < lx.length; i++) {
    const t = lx[i] as Lex;
    const hit = t.kind !== 'opaque' && first.has(t.lower) ? longest(lx, i, names) : null;
    if (hit === null) {
      out.push(t);
      continue;
    }
    found = true;
    const last = lx[hit.to - 1] as Lex;
    out.push({ ...t, kind: 'word', to: last.to, lower: '<holiday>', holiday: hit.id });
    i = hit.to - 1;
  }
  return found ? out : lx;
}

function longest(
  lx: readonly Lex[],
  i: number,
  names: ReadonlyMap<string, string>,
): { to: number; id: string } | null {
  let phrase = '';
  let best: { to: number; id: string } | null = null;
  for (let j = i; j < Math.min(lx.length, i + MOST_WORDS); j++) {
    const t = lx[j] as Lex;
    if (t.kind === 'opaque') break;
    phrase += `${j > i && t.gap ? ' ' : ''}${t.text.toLowerCase().replaceAll('’', "'")}`;
    const id = names.get(phrase);
    if (id !== undefined) best = { to: j + 1, id };
  }
  return best;
}
