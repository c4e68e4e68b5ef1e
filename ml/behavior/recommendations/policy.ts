import { z } from 'zod';
import {
  RECOMMENDATION_KINDS,
  stallContext,
  type RecommendationKind,
  type StallContext,
} from '../../../core/domain/recommendation.ts';
import type { RecommendationOutcome } from '../../../core/ml-contract/recommendations.ts';
import type { Random } from '../../../core/random.ts';
import { damaged, decodeState, encodeState } from '../../trees/index.ts';
import { betaDraw } from './beta.ts';

const STATE = 'recommendations';
const VERSION = 1;
/** How many outcomes of the other contexts say as much as the prior of one context. */
const SHARED = 4;
/** A task that is let go, or lies with someone else, isn't done: worth so much of one that is. */
const WORTH: Partial<Record<RecommendationKind, number>> = { delegate: 0.6, drop: 0.4 };

const counts = z.object({
  taken: z.number().nonnegative(),
  dismissed: z.number().nonnegative(),
  helped: z.number().nonnegative(),
  unhelped: z.number().nonnegative(),
});
type Counts = z.infer<typeof counts>;
const NONE: Counts = { taken: 0, dismissed: 0, helped: 0, unhelped: 0 };
const state = z.object({ examples: z.int().nonnegative(), arms: z.record(z.string(), counts) });

/**
 * Chooses what to recommend by Thompson sampling: each kind has, for each context, one Beta belief of being taken when it is
 * offered and one of helping when it was taken. A draw of both, times what the result is worth, is its place in the order, so that
 * what is promising comes first and what is little known is tried as often as it may be the best. What is known of a kind in
 * other contexts is the prior in this one.
 */
export class RecommendationPolicy {
  readonly #arms = new Map<string, Counts>();
  #examples = 0;

  get examples(): number {
    return this.#examples;
  }

  learn({ kind, context, answer, helped }: RecommendationOutcome): void {
    const known = this.#of(kind, context);
    const next: Counts =
      answer === 'dismissed'
        ? { ...known, dismissed: known.dismissed + 1 }
        : {
            ...known,
            taken: known.taken + 1,
            helped: known.helped + Number(helped),
            unhelped: known.unhelped + Number(!helped),
          };
    this.#arms.set(keyOf(kind, context), next);
    this.#examples += 1;
  }

  /** The kinds in the order of one draw, best first. */
  rank(context: StallContext, kinds: readonly RecommendationKind[], random: Random): RecommendationKind[] {
    const drawn = kinds.map((kind) => ({ kind, value: this.#draw(kind, context, random) }));
    return drawn.toSorted((a, b) => b.value - a.value).map(({ kind }) => kind);
  }

  #draw(kind: RecommendationKind, context: StallContext, random: Random): number {
    const here = this.#of(kind, context);
    const elsewhere = stallContext.options.filter((one) => one !== context).map((one) => this.#of(kind, one));
    const total = (part: keyof Counts): number => elsewhere.reduce((all, one) => all + one[part], 0);
    const draw = (yes: keyof Counts, no: keyof Counts): number => {
      const known = total(yes) + total(no);
      const usual = (total(yes) + 1) / (known + 2);
      // Without anything from elsewhere it is as likely as not, and as uncertain as can be.
      const strength = Math.min(SHARED, 2 + known);
      return betaDraw(strength * usual + here[yes], strength * (1 - usual) + here[no], random);
    };
    return draw('taken', 'dismissed') * draw('helped', 'unhelped') * (WORTH[kind] ?? 1);
  }

  #of(kind: RecommendationKind, context: StallContext): Counts {
    return this.#arms.get(keyOf(kind, context)) ?? NONE;
  }

  toState(): Uint8Array {
    const meta = { examples: this.#examples, arms: Object.fromEntries(this.#arms) };
    return encodeState(STATE, VERSION, { meta, arrays: {} });
  }

  /** @throws DaymarkError `stateDamaged` for anything else than such a state */
  static fromState(bytes: Uint8Array): RecommendationPolicy {
    const read = state.safeParse(decodeState(bytes, STATE, VERSION).meta);
    if (!read.success) throw damaged('its notes are incomplete', read.error);
    const made = new RecommendationPolicy();
    made.#examples = read.data.examples;
    for (const kind of RECOMMENDATION_KINDS)
      for (const context of stallContext.options) {
        const known = read.data.arms[keyOf(kind, context)];
        if (known) made.#arms.set(keyOf(kind, context), known);
      }
    return made;
  }
}

function keyOf(kind: RecommendationKind, context: StallContext): string {
  return `${kind}/${context}`;
}
