import { DaymarkError } from '../../core/errors.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { CaptureAnswer, CaptureGuess } from '../../core/domain/views.ts';
import { titleOnly, type ParseResult } from '../../core/language.ts';
import { MAX_CAPTURE_LENGTH } from '../../core/contract/index.ts';
import { vantageOf, type ServiceContext, type Vantage } from '../context.ts';
import { runIntent, type Intent } from '../intent.ts';
import { observePicked } from '../tasks/corrections.ts';
import { checkPatch } from '../tasks/patch.ts';
import { makeHabit } from '../habits/habits.ts';
import { habitOf } from '../habits/spec.ts';
import type { Learning } from '../learning/learning.ts';
import { draftRecord } from './draft.ts';
import { Guesser } from './guess.ts';

/** Reading lines as they are typed, and turning them into tasks. */

/** A keystroke waits this long at most; then the line is plain text. */
const KEYSTROKE_MS = 2_000;
/** Enter waits this long for the parser before the raw text is stored and parsed later. */
const ENTER_MS = 150;
const KEPT_ANSWERS = 32;
/** What a plain list puts before its lines: a bullet or a number, and a check box. */
const LIST_MARK = /^\s*(?:(?:[-*+•–—]|\d{1,3}[.)])\s+)?(?:\[[ xX]?\]\s+)?/u;

export interface Literal {
  from: number;
  to: number;
}

export interface CaptureInput {
  text: string;
  literals: Literal[];
  now?: string;
  tz?: string;
}

export class Capture {
  readonly #ctx: ServiceContext;
  readonly #guesser: Guesser;
  /** The last answers, so that Enter needs no second parse of what the last key showed. */
  readonly #answers = new Map<string, ParseResult>();

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#guesser = new Guesser(ctx, learning);
  }

  /** Forgets answers that older names and rules have shaped. */
  namesChanged(): void {
    this.#answers.clear();
  }

  /** The reading of a line, with the guess for it if one has been made already. Writes nothing. */
  async parse(input: CaptureInput & { seq: number }): Promise<CaptureAnswer> {
    const vantage = vantageOf(this.#ctx, input);
    const result =
      (await this.#read(input.text, input.literals, vantage, KEYSTROKE_MS)) ?? plainText(input.text);
    const guess = this.#guesser.known(result);
    return {
      seq: input.seq,
      result,
      duration: guess?.duration ?? null,
      suggestions: guess?.suggestions ?? [],
    };
  }

  /** Duration and fields that similar past tasks suggest for a settled line. */
  async guess(input: CaptureInput): Promise<CaptureGuess> {
    const vantage = vantageOf(this.#ctx, input);
    const result = await this.#read(input.text, input.literals, vantage, KEYSTROKE_MS);
    return result ? this.#guesser.guess(result, vantage) : { duration: null, suggestions: [] };
  }

  /** Splits a paste into lines; the parser knows lists and paragraphs, line ends do without it. */
  async preview(text: string): Promise<string[]> {
    try {
      const signal = AbortSignal.timeout(KEYSTROKE_MS);
      return (await this.#ctx.ml.client.splitLines({ text }, { signal })).lines;
    } catch {
      return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.replace(LIST_MARK, '').trim())
        .filter(Boolean);
    }
  }

  /**
   * Reads a typed line. What this answers stores it as a task, or as a habit, of which it answers the first session; the
   * task is durable then.
   */
  async create(input: CaptureInput & { picked: TaskPatch; acceptedRules: string[] }): Promise<() => Task> {
    const ctx = this.#ctx;
    const vantage = vantageOf(ctx, input);
    if (input.text.trim() === '')
      throw new DaymarkError('invalidInput', { reason: 'text: the line is empty' });
    checkPatch(ctx, input.picked, null);
    const parsed = await this.#read(input.text, input.literals, vantage, ENTER_MS);
    return () =>
      runIntent(ctx, { name: 'tasks.create', vantage }, (intent) => this.#store(intent, input, parsed));
  }

  /** Reads many lines. What this answers stores them in one go; all of them or none. */
  async createMany(lines: readonly string[], given: { now?: string; tz?: string }): Promise<() => Task[]> {
    const ctx = this.#ctx;
    const vantage = vantageOf(ctx, given);
    const kept = lines.filter((line) => line.trim() !== '');
    const parsed: (ParseResult | null)[] = [];
    for (const line of kept) parsed.push(await this.#read(line, [], vantage, KEYSTROKE_MS));
    return () =>
      runIntent(ctx, { name: 'tasks.createMany', vantage }, (intent) => {
        const made = kept.map((text, index) =>
          this.#store(
            intent,
            { text, literals: [], picked: {}, acceptedRules: [], ...given },
            parsed[index] ?? null,
          ),
        );
        if (made.length > 1) intent.about(null, made.length);
        return made;
      });
  }

  #store(
    intent: Intent,
    input: CaptureInput & { picked: TaskPatch; acceptedRules: string[] },
    parsed: ParseResult | null,
  ): Task {
    const { db } = this.#ctx;
    const { vantage } = intent;
    const habit = habitOf(parsed, input.picked, db.settings.get().dayParts);
    if (habit) {
      intent.about(habit.title);
      return makeHabit(this.#ctx, intent, habit, input.text).first;
    }
    const record = draftRecord(this.#ctx, intent, input.text, parsed, input.picked);
    const task = db.tasks.insert(record);
    intent.about(task.title);
    intent.behavior('created', task.id, {
      parsed: parsed && fieldsOnly(parsed),
      confidence: parsed?.confidence ?? null,
      rules: parsed?.appliedRules ?? [],
      literals: input.literals,
      picked: Object.keys(input.picked),
      accepted: input.acceptedRules,
    });
    observePicked(this.#ctx, intent, task);
    const rules = [...(parsed?.appliedRules ?? []), ...input.acceptedRules];
    if (rules.length > 0) db.vocabulary.used(rules, vantage.at);
    if (!parsed) {
      const payload = { now: vantage.local, tz: vantage.tz, literals: input.literals };
      intent.job({ kind: 'parse', taskId: task.id, revision: task.revision, payload });
    }
    return task;
  }

  /** Null when the parser is away or too slow. */
  async #read(
    text: string,
    literals: Literal[],
    vantage: Vantage,
    timeoutMs: number,
  ): Promise<ParseResult | null> {
    if (text.length > MAX_CAPTURE_LENGTH)
      throw new DaymarkError('tooLarge', { limit: `${MAX_CAPTURE_LENGTH} characters` });
    const key = JSON.stringify([text, literals, vantage.local, vantage.tz]);
    const known = this.#answers.get(key);
    if (known) return known;
    const { locale, dayParts } = this.#ctx.db.settings.get();
    try {
      const context = { now: vantage.local, tz: vantage.tz, locale, dayParts, literals };
      const signal = AbortSignal.timeout(timeoutMs);
      const result = await this.#ctx.ml.client.parse({ text, context }, { signal });
      this.#remember(key, result);
      return result;
    } catch (error) {
      if (error instanceof DaymarkError && error.code === 'invalidInput') throw error;
      return null;
    }
  }

  #remember(key: string, result: ParseResult): void {
    this.#answers.set(key, result);
    const oldest = this.#answers.keys().next().value;
    if (this.#answers.size > KEPT_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }
}

/** The fields of a reading, without spans and suggestions; what the learner compares corrections with. */
export function fieldsOnly(
  result: ParseResult,
): Omit<ParseResult, 'tokens' | 'alternatives' | 'confidence' | 'appliedRules'> {
  const { tokens: _tokens, alternatives: _alternatives, confidence: _confidence, ...rest } = result;
  const { appliedRules: _rules, ...fields } = rest;
  return fields;
}

/** The reading of a line whose words can't be had: all of it is the title. */
export function plainText(text: string): ParseResult {
  return { ...titleOnly(text), tokens: [], alternatives: [], confidence: 0, appliedRules: [] };
}
