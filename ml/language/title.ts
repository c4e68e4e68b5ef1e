import type { Span } from './lexer.ts';

/** Something cut out of the line (`text` null) or written in place of it. */
export interface Cut extends Span {
  text: string | null;
}

const LOOSE_START = /^(?:[\s,;:.–—-]|(?:and|und)(?=\s))+/iu;
const COMMA_THEN_WORD = /^,\s+(?=[\p{L}\p{N}])/u;

/** Connecting words of a language: left over at the end of a piece, or alone between two cuts, they go as well. */
export interface Connecting {
  end: RegExp;
  only: RegExp;
}

const made = new Map<readonly string[], Connecting>();

/** Words marked `*` are dropped only alone between two cuts: "log in tomorrow" keeps its "in". */
function connectingOf(words: readonly string[]): Connecting {
  const known = made.get(words);
  if (known !== undefined) return known;
  const plain = words.filter((w) => !w.endsWith('*'));
  const all = words.map((w) => w.replace('*', ''));
  const found: Connecting = {
    end: new RegExp(`(?:[\\s,;:–—-]|(?<=\\s)(?:${[...plain, '@'].join('|')}))+$`, 'iu'),
    only: new RegExp(`^[\\s,;:.–—-]*(?:(?:${[...all, '@'].join('|')})[\\s,;:.–—-]*)*$`, 'iu'),
  };
  made.set(words, found);
  return found;
}

/**
 * What remains of the line when the recognised stretches are gone: single spaces, no connecting words or
 * separators left over at the cut edges. A title that would be empty keeps the raw text.
 */
export function buildTitle(text: string, cuts: readonly Cut[], connecting: readonly string[]): string {
  const loose = connectingOf(connecting);
  const pieces: string[] = [];
  let at = 0;
  let cutBefore = false;
  for (const cut of cuts) {
    pieces.push(
      tidyPiece(
        text.slice(at, cut.from),
        cutBefore,
        cut.text === null,
        pieces.every((p) => p === ''),
        loose,
      ),
    );
    if (cut.text !== null) pieces.push(cut.text);
    cutBefore = cut.text === null;
    at = cut.to;
  }
  pieces.push(
    tidyPiece(
      text.slice(at),
      cutBefore,
      false,
      pieces.every((p) => p === ''),
      loose,
    ),
  );
  const joined = pieces
    .filter((p) => p !== '')
    .join(' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\s+([,;:.!?)\]])/gu, '$1')
    .replaceAll(/[([{]\s*[)\]}]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return joined === '' || !/[\p{L}\p{N}\p{S}\p{P}]/u.test(joined)
    ? text.trim().replaceAll(/\s+/gu, ' ')
    : joined;
}

/** Trims what a removed neighbour leaves behind; the person's own beginning and end stay as typed. */
function tidyPiece(
  piece: string,
  cutBefore: boolean,
  cutAfter: boolean,
  first: boolean,
  loose: Connecting,
): string {
  let out = piece.trim();
  if (cutBefore && cutAfter && out.length < 40 && loose.only.test(out)) return '';
  if (cutAfter) out = out.slice(0, out.length - looseTail(out, loose));
  if (cutBefore) {
    const listed = !first && COMMA_THEN_WORD.test(out);
    out = out.replace(LOOSE_START, '');
    if (listed && out !== '') out = `, ${out}`;
  }
  return out.trim();
}

/** Length of the loose end, looked for only in the last few words so that the cost stays linear. */
function looseTail(text: string, loose: Connecting): number {
  const tail = text.slice(-40);
  const m = loose.end.exec(tail);
  return m === null ? 0 : tail.length - m.index;
}
