import type { KnownNames, ParsedFields, Priority, Token, TokenKind } from '../../core/language.ts';
import type { Span } from './lexer.ts';
import { findReminders } from './reminders.ts';

/** A marked stretch whose meaning needs no grammar: `#project`, `@tag`, `+person`, `p1`, `!!`, `after "…"`. */
export interface Sigil extends Span {
  kind: TokenKind;
  sets: Partial<ParsedFields>;
}

const SIGIL =
  /(?<=^|[\s([{,;])([#@+!])(?:"([^"\n]{1,120})"|“([^”\n]{1,120})”|([\p{L}\p{N}_][\p{L}\p{N}\p{M}_&/.'’-]{0,79}))/gu;
const BANGS = /(?<=^|[\s([{,;])!{1,3}(?=$|[\s)\]},;])/gu;
const PRIORITY = /(?<=^|[\s([{,;])p([1-4])(?=$|[\s)\]},;.!?:])/giu;
const LEVEL = /^(?:p?([1-4])|(high|hi|urgent|critical|asap|top)|(medium|med|mid|normal)|(low|lo))$/iu;
const BEFORE_QUOTE =
  /(?:^|\s)((?:nach|after|depends on|blocked by|waiting for|once|when|wartet auf|blockiert von|hängt ab von)\s+)$/iu;
const TIMEISH = /^(?:\d|noon|midnight|midday)/iu;

/** Sigils of the line in order, without overlap; nothing is found inside `closed` spans. */
export function findSigils(
  text: string,
  quotes: readonly Span[],
  literals: readonly Span[],
  known: KnownNames | undefined,
): Sigil[] {
  const found: Sigil[] = [
    ...dependencies(text, quotes),
    ...named(text, known),
    ...priorities(text),
    ...findReminders(text).map(({ minutes, ...span }): Sigil => ({
      ...span,
      kind: 'reminder',
      sets: { reminders: minutes },
    })),
  ];
  const out: Sigil[] = [];
  let l = 0;
  let q = 0;
  for (const s of found.sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = out.at(-1);
    if (last !== undefined && s.from < last.to) continue;
    while ((literals[l]?.to ?? Number.POSITIVE_INFINITY) <= s.from) l += 1;
    if ((literals[l]?.from ?? Number.POSITIVE_INFINITY) < s.to) continue;
    // A sigil may own a quoted name, but must not stand inside quotes.
    while ((quotes[q]?.to ?? Number.POSITIVE_INFINITY) <= s.from) q += 1;
    if ((quotes[q]?.from ?? Number.POSITIVE_INFINITY) <= s.from) continue;
    out.push(s);
  }
  return out;
}

function dependencies(text: string, quotes: readonly Span[]): Sigil[] {
  const out: Sigil[] = [];
  for (const q of quotes) {
    if (!'"“„'.includes(text[q.from] ?? '')) continue;
    const lead = BEFORE_QUOTE.exec(text.slice(Math.max(0, q.from - 16), q.from));
    const word = lead?.[1];
    const name = text.slice(q.from + 1, q.to - 1).trim();
    if (word === undefined || name === '') continue;
    const needsDone = /^(?:once|when|waiting for)/iu.test(word);
    const done = /^\s+(?:is\s+)?(?:done|finished|complete|completed)(?![\p{L}\d])/iu.exec(
      text.slice(q.to, q.to + 20),
    );
    if (needsDone && done === null && !/^waiting/iu.test(word)) continue;
    out.push({
      kind: 'dependency',
      from: q.from - word.length,
      to: q.to + (done?.[0].length ?? 0),
      sets: { dependsOn: [name] },
    });
  }
  return out;
}

function named(text: string, known: KnownNames | undefined): Sigil[] {
  const out: Sigil[] = [];
  for (const m of text.matchAll(SIGIL)) {
    const mark = m[1] ?? '';
    const quoted = m[2] ?? m[3];
    const bare = (m[4] ?? '').replace(/[.'’/&-]+$/u, '');
    const name = (quoted ?? bare).trim();
    if (name === '') continue;
    const to = quoted === undefined ? m.index + 1 + bare.length : m.index + m[0].length;
    const span = { from: m.index, to };
    if (mark === '#' && (quoted !== undefined || /\p{L}/u.test(name)))
      out.push({ ...span, kind: 'project', sets: { project: canonical(name, known?.projects) } });
    else if (mark === '@' && (quoted !== undefined || !TIMEISH.test(name)))
      out.push({ ...span, kind: 'tag', sets: { tags: [canonical(name, known?.tags)] } });
    else if (mark === '+' && /^\p{L}/u.test(name))
      out.push({ ...span, kind: 'person', sets: { people: [canonical(name, known?.people)] } });
    else if (mark === '!') {
      const level = priorityOf(name);
      if (level !== null) out.push({ ...span, kind: 'priority', sets: { priority: level } });
    }
  }
  return out;
}

function priorityOf(word: string): Priority | null {
  const m = LEVEL.exec(word);
  if (m === null) return null;
  if (m[1] !== undefined) return Number(m[1]) as Priority;
  return m[2] !== undefined ? 1 : m[3] !== undefined ? 2 : 3;
}

function priorities(text: string): Sigil[] {
  const out: Sigil[] = [];
  for (const m of text.matchAll(BANGS)) {
    out.push({
      kind: 'priority',
      from: m.index,
      to: m.index + m[0].length,
      sets: { priority: (4 - m[0].length) as Priority },
    });
  }
  for (const m of text.matchAll(PRIORITY)) {
    out.push({
      kind: 'priority',
      from: m.index,
      to: m.index + m[0].length,
      sets: { priority: Number(m[1]) as Priority },
    });
  }
  return out;
}

/** The known spelling of a name, or the name as typed. */
export function canonical(name: string, known: readonly string[] | undefined): string {
  const lower = name.toLowerCase();
  const squeezed = lower.replaceAll(/[\s_-]/gu, '');
  return (
    known?.find((k) => k.toLowerCase() === lower) ??
    known?.find((k) => k.toLowerCase().replaceAll(/[\s_-]/gu, '') === squeezed) ??
    name
  );
}

export const toToken = (text: string, kind: TokenKind, from: number, to: number): Token => ({
  kind,
  from,
  to,
  text: text.slice(from, to),
});
