import { DaymarkError } from '../core/errors.ts';
import type { VocabularyEffect, VocabularyRule } from '../core/language.ts';
import { requestTimeOf, type ServiceContext } from './context.ts';
import { runIntent } from './intent.ts';

const BATCH = 200;

/** The personal language: rules learned from corrections, each of which the person can see, change, pause and remove. */
export class Vocabulary {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  list(): VocabularyRule[] {
    return this.#ctx.db.vocabulary.list();
  }

  update(id: string, change: { paused?: boolean; effect?: VocabularyEffect }): VocabularyRule {
    const rule = this.#get(id);
    const updated: VocabularyRule = {
      ...rule,
      ...(change.paused === undefined ? {} : { paused: change.paused }),
      ...(change.effect === undefined ? {} : { effect: change.effect }),
    };
    this.#store('vocabulary.update', rule, () => this.#ctx.db.vocabulary.put(updated));
    return updated;
  }

  remove(id: string): { id: string } {
    this.#store('vocabulary.remove', this.#get(id), () => this.#ctx.db.vocabulary.remove(id));
    return { id };
  }

  /** Hands what was corrected to the learner and takes its rules. The pipeline calls this after corrections. */
  async learn(): Promise<void> {
    const { db, ml, hub } = this.#ctx;
    for (;;) {
      const { upTo, observations } = db.vocabulary.unlearned(BATCH);
      if (observations.length === 0) return;
      const before = db.vocabulary.list();
      const learned = await ml.client.learnVocabulary({
        state: db.vocabulary.learnerState(),
        rules: before,
        observations,
      });
      const present = db.vocabulary.list();
      // What the person did to a rule while the learner was at it counts: learn again from there.
      if (madeByHand(before) !== madeByHand(present)) continue;
      const usedAt = new Map(present.map((rule) => [rule.id, rule.lastUsedAt]));
      const rules = learned.rules.map((rule) => ({ ...rule, lastUsedAt: usedAt.get(rule.id) ?? null }));
      const scope = { group: this.#ctx.ids(), at: this.#ctx.clock(), origin: 'auto' as const };
      db.changes.write(scope, () => db.vocabulary.store({ rules, state: learned.state, upTo }));
      if (JSON.stringify(present) === JSON.stringify(rules)) continue;
      this.#ctx.namesChanged();
      hub.publish({ topic: 'vocabulary' });
    }
  }

  #get(id: string): VocabularyRule {
    const rule = this.#ctx.db.vocabulary.get(id);
    if (!rule) throw new DaymarkError('notFound', { what: 'rule', id });
    return rule;
  }

  #store(name: string, rule: VocabularyRule, work: () => void): void {
    runIntent(this.#ctx, { name, requestTime: requestTimeOf(this.#ctx), about: rule.phrase }, work);
  }
}

/** What a person can change of the rules. */
function madeByHand(rules: readonly VocabularyRule[]): string {
  return JSON.stringify(rules.map(({ id, effect, paused }) => [id, effect, paused]));
}
