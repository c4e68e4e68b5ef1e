/** A stretch of text, in UTF-16 units, `to` exclusive. */
export interface Span {
  from: number;
  to: number;
}

interface Edit {
  /** First changed unit. */
  at: number;
  removed: number;
  inserted: number;
}

/** The one stretch in which two versions of a text differ, found from both ends. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at += 1;
  let tail = 0;
  while (tail < shorter - at && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  return { at, removed: before.length - tail - at, inserted: after.length - tail - at };
}

/**
 * Carries spans over an edit: those before it stay, those after it move along, those it touches inside are dropped.
 * An edit just at a border leaves the span as it is, so that a highlight does not blink while its word is typed.
 */
export function shiftSpans<S extends Span>(spans: readonly S[], before: string, after: string): S[] {
  if (before === after) return [...spans];
  const { at, removed, inserted } = editBetween(before, after);
  const move = inserted - removed;
  return spans.flatMap((span) => {
    if (span.to <= at) return [span];
    if (span.from >= at + removed) return [{ ...span, from: span.from + move, to: span.to + move }];
    return [];
  });
}

/** One run of the mirrored text: plain, or covered by a recognised span. */
export interface Segment<S extends Span> {
  text: string;
  span: S | null;
  /** Offset of the run in the text; also its identity while typing. */
  from: number;
}

/**
 * Cuts a text into plain and covered runs. Joined they are exactly the text, whatever the spans: those outside it
 * are clipped, and of two that overlap the earlier wins.
 */
export function segments<S extends Span>(text: string, spans: readonly S[]): Segment<S>[] {
  const runs: Segment<S>[] = [];
  let done = 0;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const from = Math.max(span.from, done);
    const to = Math.min(span.to, text.length);
    if (from >= to) continue;
    if (from > done) runs.push({ text: text.slice(done, from), span: null, from: done });
    runs.push({ text: text.slice(from, to), span, from });
    done = to;
  }
  if (done < text.length) runs.push({ text: text.slice(done), span: null, from: done });
  return runs;
}

/** The span that holds a caret position, borders included; null when there is none. */
export function spanAt<S extends Span>(spans: readonly S[], caret: number): S | null {
  return spans.find((span) => span.from <= caret && caret <= span.to) ?? null;
}
