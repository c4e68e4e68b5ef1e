import type { CaptureObservation, ParsedFields } from '../../../core/language.ts';
import { findPhrase } from './apply.ts';
import { candidates, pieces } from './phrases.ts';

/** One thing a person wants of a line. Two effects are the same when their keys are. */
export interface Effect {
  field: 'title' | 'project' | 'tag' | 'person' | 'durationMin' | 'priority' | 'energy' | 'timeOfDay';
  value: string | number;
  /** For `title`: the words that were replaced, as a phrase. */
  phrase?: string;
}

export const effectKey = (e: Effect): string => `${e.field}=${String(e.value).toLowerCase()}`;

const COMPARED = [
  'title',
  'project',
  'tags',
  'people',
  'durationMin',
  'priority',
  'energy',
  'start',
] as const;

/** The fields an example keeps. */
export type Known = Pick<ParsedFields, (typeof COMPARED)[number]>;

/** One captured line to learn from, as it is kept in the learner's state. */
export interface CorrectionExample {
  id: string | null;
  text: string;
  at: number;
  parsed: Known;
  kept: Partial<Known>;
}

export const exampleOf = (o: CaptureObservation): CorrectionExample => ({
  id: o.id ?? null,
  text: o.text.slice(0, 300),
  at: o.at,
  parsed: pickCompared(o.parsed),
  kept: pickCompared(o.kept),
});

/** Only what is compared is remembered; the state travels with every call. */
function pickCompared<T extends Partial<Known>>(fields: T): T {
  const out: Partial<Known> = {};
  for (const f of COMPARED) if (fields[f] !== undefined) Object.assign(out, { [f]: fields[f] });
  return out as T;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** `next` is another edit of the task that `last` is about: it begins where `last` ended. */
export function continues(last: CorrectionExample, next: CorrectionExample): boolean {
  if (last.id !== null && next.id !== null) return last.id === next.id;
  if (last.text !== next.text || next.at < last.at || next.at - last.at > 48 * 3_600_000) return false;
  const changed = COMPARED.some((f) => last.kept[f] !== undefined && !same(last.kept[f], last.parsed[f]));
  return changed && COMPARED.every((f) => last.kept[f] === undefined || same(next.parsed[f], last.kept[f]));
}

/** Both edits as one: from the first reading to what was kept in the end. */
export const joined = (last: CorrectionExample, next: CorrectionExample): CorrectionExample => ({
  ...last,
  at: next.at,
  kept: { ...last.kept, ...next.kept },
});

/** Effects that the person brought about themselves. */
export function corrections(l: CorrectionExample): Effect[] {
  const { parsed, kept } = l;
  const out: Effect[] = [];
  if (kept.project !== undefined && kept.project !== null && kept.project !== parsed.project) {
    out.push({ field: 'project', value: kept.project });
  }
  for (const tag of kept.tags ?? []) if (!parsed.tags.includes(tag)) out.push({ field: 'tag', value: tag });
  for (const p of kept.people ?? []) if (!parsed.people.includes(p)) out.push({ field: 'person', value: p });
  for (const field of ['durationMin', 'priority', 'energy'] as const) {
    const value = kept[field];
    if (value !== undefined && value !== null && value !== parsed[field]) out.push({ field, value });
  }
  const start = kept.start?.slice(11);
  if (start !== undefined && start !== '' && parsed.start === null)
    out.push({ field: 'timeOfDay', value: start });
  if (kept.title !== undefined && kept.title !== parsed.title)
    out.push(...rewrites(l.text, parsed.title, kept.title));
  return out;
}

/** Word-by-word difference of two titles as replacements of phrases that stand in the line. */
export function rewrites(text: string, before: string, after: string): Effect[] {
  const a = before.split(/\s+/u).filter(Boolean);
  const b = after.split(/\s+/u).filter(Boolean);
  if (a.length > 40 || b.length > 40) return [];
  const out: Effect[] = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...commonWords(a, b), [a.length, b.length] as const]) {
    const gone = a.slice(i, x).join(' ');
    const come = b.slice(j, y).join(' ');
    const phrase = pieces(gone).join(' ');
    if (phrase !== '' && findPhrase(text.toLowerCase(), phrase, 0) !== null) {
      out.push({ field: 'title', value: trimPunctuation(come, gone), phrase });
    }
    i = x + 1;
    j = y + 1;
  }
  return out;
}

/** Punctuation that merely stood behind the replaced words is not part of the replacement. */
function trimPunctuation(come: string, gone: string): string {
  const mark = /[,;:.!?]$/u.exec(gone)?.[0];
  return mark !== undefined && come.endsWith(mark) ? come.slice(0, -1) : come;
}

/** Positions of a longest common subsequence of words, case aside. */
function commonWords(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const n = a.length;
  const m = b.length;
  const best = new Uint16Array((n + 1) * (m + 1));
  const at = (i: number, j: number): number => best[i * (m + 1) + j] ?? 0;
  const eq = (i: number, j: number): boolean => a[i]?.toLowerCase() === b[j]?.toLowerCase();
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      best[i * (m + 1) + j] = eq(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < n && j < m;) {
    if (eq(i, j)) out.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return out;
}

/** 1 when the line's outcome agrees with the effect, −1 when it contradicts it, 0 when it says nothing. */
export function agreement(l: CorrectionExample, e: Effect, phrase: string): -1 | 0 | 1 {
  const { parsed, kept } = l;
  switch (e.field) {
    case 'project':
    case 'durationMin':
    case 'priority':
    case 'energy': {
      const final = kept[e.field] === undefined ? parsed[e.field] : kept[e.field];
      if (final === e.value) return 1;
      // A value that was typed out and kept says nothing about the shortcut.
      return parsed[e.field] !== null && parsed[e.field] === final ? 0 : -1;
    }
    case 'tag':
    case 'person': {
      const list = e.field === 'tag' ? 'tags' : 'people';
      const final = kept[list] ?? parsed[list];
      if (final.includes(String(e.value))) return 1;
      return parsed[list].length > 0 && same(parsed[list], final) && !parsed[list].includes(String(e.value))
        ? 0
        : -1;
    }
    case 'timeOfDay': {
      const final = kept.start === undefined ? parsed.start : kept.start;
      if (final?.slice(11) === e.value) return 1;
      return parsed.start !== null && parsed.start === final ? 0 : -1;
    }
    case 'title':
      return titleAgreement(
        (kept.title ?? parsed.title).toLowerCase(),
        String(e.value).toLowerCase(),
        phrase,
      );
    default:
      return 0;
  }
}

function titleAgreement(title: string, replacement: string, phrase: string): -1 | 0 | 1 {
  if (replacement !== '' && findPhrase(title, replacement, 0) !== null) return 1;
  if (findPhrase(title, phrase, 0) !== null) return -1;
  return replacement === '' ? 1 : 0;
}

/** Phrases of the line that a rule could hang on, with their oddness. */
export const phrasesOf = (l: CorrectionExample): Map<string, number> => candidates(l.text, l.parsed.title);
