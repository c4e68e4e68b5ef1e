import type {
  CaptureObservation,
  Energy,
  Priority,
  VocabularyEffect,
  VocabularyRule,
} from '../../../core/language.ts';
import { ACTIONS } from '../lexicon.ts';
import { findPhrase, MIN_SUPPORT } from './apply.ts';
import {
  agreement,
  continues,
  corrections,
  type Effect,
  effectKey,
  joined,
  type CorrectionExample,
  exampleOf,
  phrasesOf,
} from './evidence.ts';
import { oddness } from './common-words.ts';

/** The learner's memory beside the rules: what was typed and kept, newest last. Plain JSON. */
interface State {
  version: 1;
  /** Under the name that stored states have. */
  lessons: CorrectionExample[];
  /** Effect of each rule as it was last given out; a difference means that the person edited it. */
  given: Record<string, string>;
  /** Rules whose effect the person wrote. */
  own: string[];
  /** Phrases of deleted rules and when: only what was typed later may bring them back. */
  removed: Record<string, number>;
}

const MAX_HISTORY = 500;
const MAX_EXAMPLES = 5;

/** An everyday word that shares its lines with another needs one correction more than odd strings; a verb two. */
const EVERYDAY_SUPPORT = 3;
const VERB_SUPPORT = 4;

/** What stood in one line only explains little; what came back explains more. */
const repetition = (agree: number): number => (agree <= 1 ? 0.25 : agree === 2 ? 0.8 : 1);

/** What the personal language is learned from. */
export interface LearnInput {
  /** What the last call returned; null at first. A state that can't be read starts from nothing. */
  state: string | null;
  /** Rules as they are stored now, with the person's own changes. */
  rules: readonly VocabularyRule[];
  observations: readonly CaptureObservation[];
}

/** What the learner of the personal language answers. */
export interface Learned {
  state: string;
  rules: VocabularyRule[];
}

/**
 * Learns the personal language from corrections. Which words of a line called for a correction is not known;
 * it is found by consistency: a phrase is taken for the cause of an effect when the effect came (almost) every
 * time the phrase was there and no odder phrase of the same lines explains it as well. Pure.
 *
 * @param ids makes the id of a new rule from its phrase; by default a hash of it
 */
export function learnVocabulary(input: LearnInput, ids: (phrase: string) => string = ruleId): Learned {
  const state = readState(input.state);
  noticeChanges(state, input.rules);
  for (const o of input.observations) addExample(state, exampleOf(o));
  if (state.lessons.length > MAX_HISTORY) state.lessons.splice(0, state.lessons.length - MAX_HISTORY);
  const rules = mergeRules(state, input.rules, derive(state), ids);
  state.given = Object.fromEntries(rules.map((r) => [r.id, JSON.stringify([r.phrase, r.effect])]));
  return { state: JSON.stringify(state), rules };
}

/** Id of a rule: the same phrase always gets the same one (FNV-1a, 64 bits). */
export function ruleId(phrase: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < phrase.length; i++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(phrase.charCodeAt(i))) * 0x100000001b3n);
  return `voc-${hash.toString(16).padStart(16, '0')}`;
}

function readState(text: string | null): State {
  const fresh: State = { version: 1, lessons: [], given: {}, own: [], removed: {} };
  if (text === null) return fresh;
  try {
    const read = JSON.parse(text) as State;
    return read.version === 1 && Array.isArray(read.lessons) ? { ...fresh, ...read } : fresh;
  } catch {
    return fresh;
  }
}

/** What the person did to the rules since the last call: edits are kept, deletions are not learned again. */
function noticeChanges(state: State, rules: readonly VocabularyRule[]): void {
  const now = state.lessons.at(-1)?.at ?? 0;
  const present = new Map(rules.map((r) => [r.id, r]));
  for (const [id, given] of Object.entries(state.given)) {
    const rule = present.get(id);
    if (rule === undefined) {
      const [phrase] = JSON.parse(given) as [string];
      state.removed[phrase] = now;
      state.own = state.own.filter((x) => x !== id);
    } else if (JSON.stringify([rule.phrase, rule.effect]) !== given && !state.own.includes(id))
      state.own.push(id);
  }
}

function addExample(state: State, example: CorrectionExample): void {
  const at = state.lessons.findLastIndex((l) => continues(l, example));
  const last = state.lessons[at];
  if (last === undefined) state.lessons.push(example);
  else {
    state.lessons.splice(at, 1);
    state.lessons.push(joined(last, example));
  }
}

/** What is known about one phrase and one effect. */
interface Link {
  phrase: string;
  effect: Effect;
  odd: number;
  /** Lines whose correction is blamed on the phrase. */
  attributed: number;
  agree: number;
  against: number;
  /** Another phrase was there as often. */
  shared: boolean;
}

/** Probability that a line with the phrase wants the effect: a Beta mean in which contradictions weigh more. */
const certainty = (agree: number, against: number): number => (agree + 1) / (agree + 1.6 + 1.5 * against);

interface Found {
  phrase: string;
  effect: VocabularyEffect;
  support: number;
  contradictions: number;
  confidence: number;
  examples: string[];
}

function derive(state: State): Found[] {
  const lines = state.lessons.map((example) => ({
    example,
    lower: example.text.toLowerCase(),
    fixes: corrections(example),
  }));
  const index = new Map<string, number[]>();
  for (const [k, line] of lines.entries()) {
    for (const phrase of phrasesOf(line.example).keys()) {
      const list = index.get(phrase);
      if (list === undefined) index.set(phrase, [k]);
      else list.push(k);
    }
  }
  const links = new Map<string, Link>();
  for (const line of lines) {
    for (const effect of line.fixes) {
      const best = likeliestCause(state, lines, index, line.example, effect);
      if (best === null) continue;
      const key = `${best.phrase}\n${effectKey(effect)}`;
      const link = links.get(key) ?? best;
      link.attributed += 1;
      link.shared ||= best.shared;
      links.set(key, link);
    }
  }
  return rulesOf(
    lines.map((l) => l.example),
    [...links.values()],
  );
}

interface Line {
  example: CorrectionExample;
  lower: string;
  fixes: Effect[];
}

/** The phrase of a line that best explains one of its corrections. */
function likeliestCause(
  state: State,
  lines: readonly Line[],
  index: ReadonlyMap<string, readonly number[]>,
  example: CorrectionExample,
  effect: Effect,
): Link | null {
  const options: [string, number][] =
    effect.field === 'title' ? [[effect.phrase ?? '', 2]] : [...phrasesOf(example)];
  const rewritten = effect.field === 'title' ? null : rewrittenPhrases(lines, example);
  let best: Link | null = null;
  let bestScore = 0;
  const seen: { phrase: string; agree: number }[] = [];
  for (const [phrase, odd] of options) {
    if (phrase === '' || (state.removed[phrase] ?? -1) >= example.at) continue;
    const { agree, against } = countAgreement(state, lines, index, phrase, effect);
    seen.push({ phrase, agree });
    // Words that the person also rewrote in the title are what they think of as the shortcut.
    const bonus = rewritten?.has(phrase) === true ? 2 : 0;
    const score = certainty(agree, against) * (0.3 + odd + bonus) * repetition(agree);
    if (score <= bestScore) continue;
    bestScore = score;
    const distinctiveness = effect.field === 'title' ? 1 : odd + bonus;
    best = { phrase, effect, odd: distinctiveness, attributed: 0, agree, against, shared: false };
  }
  if (best !== null) best.shared = seen.some((o) => isCompeting(o, best));
  return best;
}

/** A phrase of other words that came with the effect as often. */
const isCompeting = (o: { phrase: string; agree: number }, best: Link): boolean =>
  o.agree >= best.agree && !o.phrase.includes(best.phrase) && !best.phrase.includes(o.phrase);

function rewrittenPhrases(lines: readonly Line[], example: CorrectionExample): Set<string> {
  const own = lines.find((l) => l.example === example)?.fixes ?? [];
  return new Set(own.filter((e) => e.field === 'title').map((e) => e.phrase ?? ''));
}

/** How often the effect came, and did not come, when the phrase was there. */
function countAgreement(
  state: State,
  lines: readonly Line[],
  index: ReadonlyMap<string, readonly number[]>,
  phrase: string,
  effect: Effect,
): { agree: number; against: number } {
  const since = state.removed[phrase] ?? -1;
  let agree = 0;
  let against = 0;
  const known = index.get(phrase) ?? [];
  const where = known.length > 0 && effect.field !== 'title' ? known : lines.keys();
  for (const k of where) {
    const line = lines[k];
    if (line === undefined || line.example.at <= since || findPhrase(line.lower, phrase, 0) === null)
      continue;
    const vote = agreement(line.example, effect, phrase);
    if (vote > 0) agree += 1;
    else if (vote < 0) against += 1;
  }
  return { agree, against };
}

/** Rules from links that were seen often enough; all effects of a phrase become one rule. */
function rulesOf(history: readonly CorrectionExample[], links: readonly Link[]): Found[] {
  const byPhrase = new Map<string, Link[]>();
  for (const link of links) {
    if (link.attributed < needed(link) || (link.odd <= 0 && link.against > 0)) continue;
    const list = byPhrase.get(link.phrase);
    if (list === undefined) byPhrase.set(link.phrase, [link]);
    else list.push(link);
  }
  return [...byPhrase].map(([phrase, list]) => found(phrase, list, history));
}

/** Corrections before a phrase is believed: the more ordinary it is, the more of them. */
function needed(link: Link): number {
  if (link.odd > 0) return MIN_SUPPORT;
  if (ACTIONS.has(link.phrase)) return VERB_SUPPORT;
  return link.shared ? EVERYDAY_SUPPORT : MIN_SUPPORT;
}

function found(phrase: string, list: readonly Link[], history: readonly CorrectionExample[]): Found {
  const sure = (l: Link): number => certainty(l.agree, l.against);
  const kept = list.filter((l) => sure(l) >= 0.5);
  const used = kept.length > 0 ? kept : list;
  const main = used.reduce((a, b) => (sure(b) > sure(a) ? b : a));
  const examples = history
    .filter((l) => findPhrase(l.text.toLowerCase(), phrase, 0) !== null)
    .map((l) => l.text);
  return {
    phrase,
    effect: effectOf(used, phrase),
    support: main.agree,
    contradictions: main.against,
    confidence: sure(main),
    examples: [...new Set(examples.reverse())].slice(0, MAX_EXAMPLES),
  };
}

/** One effect per single-valued field: the most certain. */
function effectOf(links: readonly Link[], phrase: string): VocabularyEffect {
  const out: VocabularyEffect = {};
  const tags: string[] = [];
  const people: string[] = [];
  for (const { effect } of [...links].sort(
    (a, b) => certainty(a.agree, a.against) - certainty(b.agree, b.against) || a.attributed - b.attributed,
  )) {
    const { field, value } = effect;
    if (field === 'title') out.replaceWith = String(value);
    else if (field === 'project') out.project = String(value);
    else if (field === 'tag') tags.push(String(value));
    else if (field === 'person') people.push(String(value));
    else if (field === 'durationMin') out.durationMin = Number(value);
    else if (field === 'priority') out.priority = value as Priority;
    else if (field === 'energy') out.energy = value as Energy;
    else if (field === 'timeOfDay') out.timeOfDay = String(value);
  }
  if (tags.length > 0) out.tags = [...new Set(tags)];
  if (people.length > 0) out.people = [...new Set(people)];
  // A mark that the parser would otherwise read ("@w", "+j") must not show up in the title again.
  if (
    out.replaceWith === undefined &&
    /^[@+#!]/u.test(phrase) &&
    phrase.split(' ').some((w) => oddness(w) === 1 && /^[@+#!][\p{L}]/u.test(w))
  ) {
    out.replaceWith = '';
  }
  return out;
}

function mergeRules(
  state: State,
  before: readonly VocabularyRule[],
  found: readonly Found[],
  ids: (phrase: string) => string,
): VocabularyRule[] {
  const out: VocabularyRule[] = [];
  const byPhrase = new Map(found.map((f) => [f.phrase, f]));
  for (const rule of before) {
    const f = byPhrase.get(rule.phrase);
    byPhrase.delete(rule.phrase);
    const own = state.own.includes(rule.id);
    if (f !== undefined) out.push({ ...rule, ...f, effect: own ? rule.effect : f.effect });
    else out.push(own || !(rule.id in state.given) ? rule : { ...rule, ...weakened(state, rule) });
  }
  for (const f of byPhrase.values()) out.push({ id: ids(f.phrase), ...f, lastUsedAt: null, paused: false });
  return out;
}

/** A learned rule that the evidence no longer carries: it stays listed and rests. */
function weakened(state: State, rule: VocabularyRule): Pick<VocabularyRule, 'confidence' | 'contradictions'> {
  let against = 0;
  for (const l of state.lessons) {
    if (findPhrase(l.text.toLowerCase(), rule.phrase, 0) !== null && corrections(l).length > 0) against += 1;
  }
  const contradictions = Math.max(rule.contradictions, against);
  return {
    contradictions,
    confidence: Math.min(rule.confidence, certainty(rule.support, contradictions), 0.49),
  };
}
