import { DaymarkError } from '../../core/errors.ts';
import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { CaptureAnswer, CaptureGuess } from '../../core/domain/views.ts';
import { titleOnly, type ParseResult } from '../../core/language.ts';
import { pastedItems, PREVIEWED, type PastedItem } from '../../core/domain/paste.ts';
import { MAX_CAPTURE_LENGTH } from '../../core/contract/index.ts';
import { withPauses } from '../pauses.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { runIntent } from '../intent.ts';
import { checkPatch } from '../tasks/patch.ts';
import type { Learning } from '../learning/learning.ts';
import { readingContext } from './context.ts';
import { Guesser } from './guess.ts';
import { storeLine, type Literal } from './store.ts';

/** Reading lines as they are typed, and turning them into tasks. */

/** A keystroke waits this long at most; then the line is plain text. */
const KEYSTROKE_MS = 2_000;
/** Enter waits this long for the parser before the raw text is stored and parsed later. */
const ENTER_MS = 150;
const KEPT_ANSWERS = 32;

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
  /** Never on disk: what is not a task yet is nobody's but the person's. */
  #draft = '';

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#guesser = new Guesser(ctx, learning);
  }

  /** The line that was being typed last. */
  draft(): string {
    return this.#draft;
  }

  keepDraft(text: string): { kept: boolean } {
    this.#draft = text;
    return { kept: text !== '' };
  }

  /** Forgets answers that older names and rules have shaped. */
  namesChanged(): void {
    this.#answers.clear();
  }

  /** The reading of a line, with the guess for it if one has been made already. Writes nothing. */
  async parse(input: CaptureInput & { seq: number }): Promise<CaptureAnswer> {
    const requestTime = requestTimeOf(this.#ctx, input);
    const result =
      (await this.#read(input.text, input.literals, requestTime, KEYSTROKE_MS)) ?? plainText(input.text);
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
    const requestTime = requestTimeOf(this.#ctx, input);
    const result = await this.#read(input.text, input.literals, requestTime, KEYSTROKE_MS);
    return result ? this.#guesser.guess(result, requestTime) : { duration: null, suggestions: [] };
  }

  /** The tasks that a paste would become: how many, and the first of them to look at. */
  preview(text: string): Promise<{ items: PastedItem[]; total: number; done: number; noted: number }> {
    return withPauses(previewing(text));
  }

  /**
   * Reads a typed line. What this answers stores it as a task, or as a habit, of which it answers the first session; the
   * task is durable then.
   */
  async create(input: CaptureInput & { picked: TaskPatch; acceptedRules: string[] }): Promise<() => Task> {
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx, input);
    if (input.text.trim() === '')
      throw new DaymarkError('invalidInput', { reason: 'text: the line is empty' });
    checkPatch(ctx, input.picked, null);
    const parsed = await this.#read(input.text, input.literals, requestTime, ENTER_MS);
    return () =>
      runIntent(ctx, { name: 'tasks.create', requestTime }, (intent) =>
        storeLine(ctx, intent, input, parsed),
      );
  }

  /** Reads many lines. What this answers stores them in one go; all of them or none. */
  async createMany(lines: readonly string[], given: { now?: string; tz?: string }): Promise<() => Task[]> {
    const ctx = this.#ctx;
    const requestTime = requestTimeOf(ctx, given);
    const kept = lines.filter((line) => line.trim() !== '');
    const parsed: (ParseResult | null)[] = [];
    for (const line of kept) parsed.push(await this.#read(line, [], requestTime, KEYSTROKE_MS));
    return () =>
      runIntent(ctx, { name: 'tasks.createMany', requestTime }, (intent) => {
        const made = kept.map((text, index) =>
          storeLine(
            ctx,
            intent,
            { text, literals: [], picked: {}, acceptedRules: [], ...given },
            parsed[index] ?? null,
          ),
        );
        if (made.length > 1) intent.about(null, made.length);
        return made;
      });
  }

  /** Null when the parser is away or too slow. */
  async #read(
    text: string,
    literals: Literal[],
    requestTime: RequestTime,
    timeoutMs: number,
  ): Promise<ParseResult | null> {
    if (text.length > MAX_CAPTURE_LENGTH)
      throw new DaymarkError('tooLarge', { limit: `${MAX_CAPTURE_LENGTH} characters` });
    const context = readingContext(this.#ctx, requestTime, literals);
    const key = JSON.stringify([text, context]);
    const known = this.#answers.get(key);
    if (known) return known;
    try {
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

function* previewing(text: string) {
  const seen = { items: [] as PastedItem[], total: 0, done: 0, noted: 0 };
  for (const item of pastedItems(text)) {
    if (seen.items.length < PREVIEWED) seen.items.push(item);
    seen.total += 1;
    seen.done += Number(item.done);
    seen.noted += Number(item.notes !== '');
    yield;
  }
  return seen;
}

/** The reading of a line whose words can't be had: all of it is the title. */
export function plainText(text: string): ParseResult {
  return { ...titleOnly(text), tokens: [], alternatives: [], confidence: 0, appliedRules: [] };
}
