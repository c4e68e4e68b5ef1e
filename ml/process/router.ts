import { implement } from '@orpc/server';
import { vectorsOf } from '../../core/lexical-vector.ts';
import { DaymarkError } from '../../core/errors.ts';
import { mlContract, type EstimateRequest } from '../../core/ml-contract/index.ts';
import type { DurationPrediction } from '../../core/domain/prediction.ts';
import type { KnownNames, VocabularyRule } from '../../core/language.ts';
import type { EmbeddingService } from './embedding-service.ts';
import { estimateDuration } from './estimate.ts';
import type { LanguagePart } from './language.ts';
import type { LearnerService } from './learner-service.ts';
import type { PhraseTable } from './phrases.ts';
import type { ReplayService } from './replay-service.ts';
import { learnRecommendations, rankRecommendations } from './recommending.ts';
import { solveStream } from './solve-stream.ts';
import { WireErrors } from './wire-errors.ts';
import type { Caller } from '../../rpc/thread-host.ts';
import type { SolverMethods } from './workers/solver.ts';

/** What the router stands on; `main.ts` puts it together. */
export interface MlParts {
  language: LanguagePart;
  embedding: Pick<EmbeddingService, 'state' | 'embed'>;
  phrases: Pick<PhraseTable, 'load'>;
  /** Searches for plans; may be busy for as long as a caller allows. */
  solver: Caller<SolverMethods>;
  /** Explains and forecasts; apart from the searches, so that "why here?" never waits for one. */
  reporter: Caller<SolverMethods>;
  replay: ReplayService;
  learner: LearnerService;
  log(line: string): void;
}

interface Snapshot {
  version: number;
  vocabulary: VocabularyRule[];
  known: KnownNames;
}

/** Serves `core/ml-contract`. Every failure is a typed error of the contract; unknown ones are logged as `internal`. */
export function createRouter(parts: MlParts) {
  const errors = new WireErrors(parts.log);
  const os = implement(mlContract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      throw errors.from(error, path);
    }
  });
  let snapshot: Snapshot = { version: -1, vocabulary: [], known: { projects: [], tags: [], people: [] } };

  return os.router({
    status: os.status.handler(() => ({ process: 'ready' as const, ...parts.embedding.state })),

    setSnapshot: os.setSnapshot.handler(({ input }) => {
      if (input.version >= snapshot.version) snapshot = input;
      return { version: snapshot.version };
    }),

    parse: os.parse.handler(({ input: { text, context, profile } }) => {
      const personal = profile ? { vocabulary: snapshot.vocabulary, known: snapshot.known } : {};
      return parts.language.parse(text, { ...personal, ...context });
    }),

    readIntent: os.readIntent.handler(({ input: { text, context } }) => ({
      intent: parts.language.readIntent(text, context),
    })),

    parseMany: os.parseMany.handler(({ input: { texts, context } }) => {
      const personal = { vocabulary: snapshot.vocabulary, known: snapshot.known };
      return { results: texts.map((text) => parts.language.parse(text, { ...personal, ...context })) };
    }),

    learnVocabulary: os.learnVocabulary.handler(({ input }) => parts.language.learnVocabulary(input)),

    suggest: os.suggest.handler(({ input }) => ({ suggestions: parts.language.suggest(input.neighbours) })),

    embed: os.embed.handler(async ({ input }) => {
      const { modelVersion, vectors } = await parts.embedding.embed(input.texts);
      return { modelVersion, vectors: vectors.map((vector) => Array.from(vector, rounded)) };
    }),

    estimateDuration: os.estimateDuration.handler(({ input }) => estimate(parts, input)),

    solve: os.solve.handler(({ input, signal, path }) =>
      errors.iterate(solveStream(parts.solver, input, signal), path),
    ),

    explain: os.explain.handler(({ input }) => parts.reporter.call('explain', input)),

    forecast: os.forecast.handler(({ input }) => parts.reporter.call('forecast', input)),

    estimateCompletion: os.estimateCompletion.handler(({ input }) =>
      parts.reporter.call('estimateCompletion', input),
    ),

    learnProfile: os.learnProfile.handler(({ input }) => parts.reporter.call('learnProfile', input)),

    insights: os.insights.handler(({ input }) => parts.reporter.call('insights', input)),

    replay: {
      open: os.replay.open.handler(({ input }) => parts.replay.open(input)),
      next: os.replay.next.handler(({ input }) => parts.replay.next(input.session, input.lines)),
      close: os.replay.close.handler(({ input }) => parts.replay.close(input.session)),
    },

    recommendations: {
      rank: os.recommendations.rank.handler(({ input }) => rankRecommendations(input)),
      learn: os.recommendations.learn.handler(({ input }) => learnRecommendations(input)),
    },
    learning: {
      open: os.learning.open.handler(({ input }) => parts.learner.open(input)),
      restore: os.learning.restore.handler(({ input }) => parts.learner.restore(input.session, input)),
      restoreChoices: os.learning.restoreChoices.handler(({ input }) =>
        parts.learner.restoreChoices(input.session, input.choices),
      ),
      backfill: os.learning.backfill.handler(({ input }) => parts.learner.backfill(input.session)),
      ready: os.learning.ready.handler(({ input }) => parts.learner.ready(input.session)),
      predict: os.learning.predict.handler(({ input }) => parts.learner.predict(input)),
      rank: os.learning.rank.handler(({ input }) => parts.learner.rank(input)),
      compare: os.learning.compare.handler(({ input }) => parts.learner.compare(input)),
      observe: os.learning.observe.handler(({ input }) => parts.learner.observe(input)),
      conclude: os.learning.conclude.handler(({ input }) => parts.learner.conclude(input.outcomes)),
      choose: os.learning.choose.handler(({ input }) => parts.learner.choose(input.choices)),
      retrain: os.learning.retrain.handler(({ input, signal }) =>
        parts.learner.retrain(input.target, signal),
      ),
      status: os.learning.status.handler(() => parts.learner.status()),
      close: os.learning.close.handler(() => parts.learner.close()),
    },
  });
}

/** Seven decimals: far below what quantising changes, and half the bytes on the wire. */
function rounded(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

/** Own tasks first; the reference phrases need the model, and without it the guess is the general one. */
async function estimate(parts: MlParts, request: EstimateRequest): Promise<DurationPrediction> {
  const own = estimateDuration(request, null, []);
  if (own.source === 'similar') return own;
  try {
    const phrases = await parts.phrases.load();
    const embed = async (texts: string[]) => (await parts.embedding.embed(texts)).vectors;
    const vector = request.vector ?? (await vectorsOf([request.title], embed))[0] ?? null;
    return estimateDuration(request, vector, phrases);
  } catch (error) {
    if (!(error instanceof DaymarkError))
      parts.log(`phrases: ${error instanceof Error ? error.message : String(error)}`);
    return own;
  }
}
