import type { Span } from './lexer.ts';

/** Something cut out of the line (`text` null) or written in place of it. */
export interface Cut extends Span {
  text: string | null;
}

const LOOSE_END = /(?:[\s,;:–—-]|(?<=\s)(?:at|for|from|to|@|and|due|until|every|of|the))+$/iu;
const LOOSE_START = /^(?:[\s,;:.–—-]|and(?=\s))+/iu;
const ONLY_LOOSE = /^[\s,;:.–—-]*(?:(?:and|on|at|by|for|from|in|due|until|of|the)[\s,;:.–—-]*)*$/iu;
const COMMA_THEN_WORD = /^,\s+(?=[\p{L}\p{N}])/u;

/**
 * What remains of the line when the recognised stretches are gone: single spaces, no connecting words or
 * separators left over at the cut edges. A title that would be empty keeps the raw text.
 */
export function buildTitle(text: string, cuts: readonly Cut[]): string {
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
function tidyPiece(piece: string, cutBefore: boolean, cutAfter: boolean, first: boolean): string {
  let out = piece.trim();
  if (cutBefore && cutAfter && out.length < 40 && ONLY_LOOSE.test(out)) return '';
  if (cutAfter) out = out.slice(0, out.length - looseTail(out));
  if (cutBefore) {
    const listed = !first && COMMA_THEN_WORD.test(out);
    out = out.replace(LOOSE_START, '');
    if (listed && out !== '') out = `, ${out}`;
  }
  return out.trim();
}

/** Length of the loose end, looked for only in the last few words so that the cost stays linear. */
function looseTail(text: string): number {
  const tail = text.slice(-40);
  const m = LOOSE_END.exec(tail);
  return m === null ? 0 : tail.length - m.index;
}
