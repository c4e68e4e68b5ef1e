import { DaymarkError } from '../../../core/errors.ts';
import type { HistoryTask, ReplayAnswer, ReplayTarget } from '../../../core/replay.ts';
import { ReplaySession } from '../../learning/replay.ts';
import { PREDICTORS } from '../../predictors/index.ts';
import { phraseEstimate, type EmbeddedPhrase } from '../estimate.ts';
import { serveThread } from '../../../rpc/thread-serve.ts';

/** Replays histories, in a thread of its own: the learners train as they go. */
export type ReplayMethods = {
  open: {
    input: {
      session: string;
      targets: ReplayTarget[];
      ownEstimate: boolean;
      tz: string;
      seed: number;
      phrases: EmbeddedPhrase[];
      /** The shipped base models of the order, as bytes. */
      baseModels: Uint8Array | null;
    };
    progress: never;
    output: null;
  };
  /** `vectors` by title; a title without one counts through its words only. */
  next: {
    input: { session: string; lines: HistoryTask[]; vectors: Map<string, Float32Array> };
    progress: never;
    output: ReplayAnswer[];
  };
  close: { input: { session: string }; progress: never; output: boolean };
};

interface OpenSession {
  replay: ReplaySession;
  vectors: Map<string, Float32Array>;
}

const sessions = new Map<string, OpenSession>();

serveThread<ReplayMethods>({
  open: ({ session, phrases, baseModels, seed, ...options }) => {
    const opened: OpenSession = {
      vectors: new Map(),
      replay: new ReplaySession({
        ...options,
        embed: async (texts) => texts.flatMap((text) => opened.vectors.get(text) ?? []),
        predictors: PREDICTORS,
        context: { seed, baseModels, phrases: (vector) => phraseEstimate(vector, phrases) },
      }),
    };
    sessions.set(session, opened);
    return null;
  },
  next: async ({ session, lines, vectors }) => {
    const opened = sessions.get(session);
    if (!opened) throw new DaymarkError('notFound', { what: 'replay', id: session });
    opened.vectors = vectors;
    const answers: ReplayAnswer[] = [];
    for (const line of lines) answers.push(await opened.replay.next(line));
    return answers;
  },
  close: ({ session }) => sessions.delete(session),
});
