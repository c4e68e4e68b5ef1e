import { seededRandom, type Random } from '../../../core/random.ts';
import type { BaseCluster } from './base-models.ts';
import { PriorityLearner, urgencyOrder } from './learner.ts';
import type { SimulatedChoice } from './simulator.ts';

/** Someone who chooses; how is not said. */
export interface Chooser {
  next(): SimulatedChoice;
}

const LEARNED_FROM = 60;
const CHOICES = 120;

/** Share of choices 61–120 whose task stood among the first three, in percent: learned, by urgency, and at best. */
export function topThree(
  personOf: (random: Random) => Chooser,
  clusters: readonly BaseCluster[],
  { people, seed }: { people: number; seed: number },
): { model: number; urgency: number; best: number } {
  const hit = { model: 0, urgency: 0, best: 0 };
  for (let p = 0; p < people; p++) {
    const person = personOf(seededRandom(seed + p * 17));
    const learner = new PriorityLearner({ clusters });
    for (let i = 0; i < CHOICES; i++) {
      const { open, moment, chosenId, utilities } = person.next();
      const among = (ids: readonly { id: string }[]): number =>
        Number(ids.slice(0, 3).some((t) => t.id === chosenId));
      if (i >= LEARNED_FROM) {
        hit.model += among(learner.rank(open, moment).toSorted((a, b) => b.score - a.score));
        hit.urgency += among(urgencyOrder(open));
        const utility = new Map(open.map((t, k) => [t.id, utilities[k] ?? 0]));
        hit.best += among(open.toSorted((a, b) => utility.get(b.id)! - utility.get(a.id)!));
      }
      learner.choose(open, moment, chosenId);
      if (learner.trainingDue()) learner.retrain();
    }
  }
  const share = (n: number): number => (100 * n) / (people * (CHOICES - LEARNED_FROM));
  return { model: share(hit.model), urgency: share(hit.urgency), best: share(hit.best) };
}
