import type { DurationPrediction } from '../../core/domain/prediction.ts';
import type { CaptureGuess, Suggestion } from '../../core/domain/views.ts';
import type { ParsedFields } from '../../core/language.ts';
import { vectorsOf } from '../../core/lexical-vector.ts';
import { foldText, isReadableByModel } from '../../core/search-text.ts';
import type { Neighbour } from '../../db/index.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import type { Learning } from '../learning/learning.ts';
import { evidenceOf, type Evidence } from '../learning/neighbours.ts';
import { LruCache } from '../../core/lru.ts';

const NEIGHBOURS = 12;
const KEPT = 64;

/**
 * Guesses are made for settled text only, beside the keystrokes: embedding and search would not fit into a
 * keystroke's budget. What has been guessed for a title is there at once the next time.
 */
export class Guesser {
  readonly #ctx: ServiceContext;
  readonly #learning: Learning;
  readonly #kept = new LruCache<string, CaptureGuess>(KEPT);

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#learning = learning;
  }

  known(fields: ParsedFields): CaptureGuess | undefined {
    return this.#kept.get(keyOf(fields));
  }

  /** Nothing is guessed while the embedding model is away: an empty answer, never an error. */
  async guess(fields: ParsedFields, requestTime: RequestTime): Promise<CaptureGuess> {
    const known = this.known(fields);
    if (known) return known;
    const { ml, worker } = this.#ctx;
    if (ml.state.embedding !== 'ready' || fields.title.trim() === '')
      return { duration: null, suggestions: [] };
    try {
      const [found] = await vectorsOf(
        [fields.title],
        async (texts) => (await ml.client.embed({ texts })).vectors,
      );
      if (!found) return { duration: null, suggestions: [] };
      const vector = Array.from(found);
      const neighbours = comparable(fields.title, await worker.knn(vector, NEIGHBOURS));
      const evidence = evidenceOf(neighbours);
      const [suggestions, duration] = await Promise.all([
        ml.client.suggest({ neighbours: evidence.all }).then(
          (answer) => answer.suggestions,
          () => [],
        ),
        fields.durationMin === null ? this.#duration(fields, requestTime, vector, evidence) : null,
      ]);
      const guess: CaptureGuess = {
        duration,
        suggestions: suggestions.filter((one) => isMissing(fields, one)),
      };
      this.#kept.set(keyOf(fields), guess);
      return guess;
    } catch {
      return { duration: null, suggestions: [] };
    }
  }

  async #duration(
    fields: ParsedFields,
    requestTime: RequestTime,
    vector: number[],
    evidence: Evidence,
  ): Promise<DurationPrediction | null> {
    const learned = await this.#learning.draft(fields, requestTime, vector);
    if (learned) return learned;
    return this.#ctx.ml.client.estimateDuration({
      title: fields.title,
      estimateMin: null,
      vector,
      neighbours: evidence.finished,
    });
  }
}

/** Only what the person has not said is suggested. */
function isMissing(fields: ParsedFields, suggestion: Suggestion): boolean {
  switch (suggestion.field) {
    case 'project':
      return fields.project === null;
    case 'tags':
      return fields.tags.length === 0;
    case 'durationMin':
      return fields.durationMin === null;
    case 'timeOfDay':
      return fields.start === null;
    case 'energy':
      return fields.energy === null;
  }
}

function keyOf(fields: ParsedFields): string {
  const { title, project, tags, people, durationMin, energy } = fields;
  return JSON.stringify([title, project, tags, people, durationMin, energy, fields.start === null]);
}

/** What the model can't read is like nothing but its own title. */
function comparable(title: string, neighbours: readonly Neighbour[]): Neighbour[] {
  const key = foldText(title);
  const isReadable = isReadableByModel(title);
  return neighbours.filter(
    (one) => (isReadable && isReadableByModel(one.title)) || foldText(one.title) === key,
  );
}
