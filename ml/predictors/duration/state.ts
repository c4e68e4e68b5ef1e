import { z } from 'zod';
import { EXPERTS } from './experts.ts';
import { quantileChoiceState } from './quantile-choice.ts';
import { durationSchema } from '../../features/index.ts';
import { damaged, decodeState, encodeState, arrayOf } from '../../trees/index.ts';
import { predictionLogState } from '../../learning/prediction-log.ts';

const VERSION = 3;
const finite = z.number();

const learnerMeta = z.object({
  schema: z.literal(durationSchema.version),
  trainedOn: z.int().nonnegative(),
  trainings: z.int().nonnegative(),
  drifted: z.boolean(),
  deviation: finite.positive(),
  miss: finite.positive(),
  shares: z.record(z.enum(EXPERTS), finite.positive()),
  calibrator: z.object({ upTo: z.array(finite), below: z.array(finite), tails: z.tuple([finite, finite]) }),
  ledger: predictionLogState,
  corrections: z.array(z.tuple([z.string(), finite, finite])),
  drift: z.array(finite).length(4),
  pace: z.tuple([finite, finite.positive()]),
  quantiles: quantileChoiceState,
});
/** What a duration learner keeps besides its forest. */
export type LearnerMeta = z.infer<typeof learnerMeta>;

/** Packs a learner's state; an empty forest means none has been trained. */
export function encodeLearner(meta: LearnerMeta, forest: Uint8Array): Uint8Array {
  return encodeState('durationLearner', VERSION, { meta, arrays: { forest } });
}

/** The reverse; `stateDamaged` for anything else, another feature schema included. */
export function decodeLearner(bytes: Uint8Array): { meta: LearnerMeta; forest: Uint8Array } {
  const content = decodeState(bytes, 'durationLearner', VERSION);
  const meta = learnerMeta.safeParse(content.meta);
  if (!meta.success) {
    const [issue] = meta.error.issues;
    const other =
      issue?.path[0] === 'schema' ? 'it was trained on another feature schema' : 'its notes are incomplete';
    throw damaged(other, meta.error);
  }
  return { meta: meta.data, forest: arrayOf(content, 'forest', 'u8') };
}
