import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { CLUSTERS } from '../predictors/priority/index.ts';
import { hashedVector } from '../testing/histories.ts';
import { coldStartOf, onboardingAnswers } from './cold-start.ts';
import { durationPredictor } from '../predictors/duration/index.ts';
import { PredictorSet } from './predictor-set.ts';
import { titleAlone } from './first-days.fixture.ts';

// Training takes a second alone and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe('onboarding', () => {
  it('leaves everything neutral when it is skipped', () => {
    const start = coldStartOf({});
    expect(start.leanings).toBeUndefined();
    expect(start.pace).toBe(0);
    expect(start.energyByHour).toHaveLength(24);
  });

  it('maps every answer to something that exists', () => {
    for (const firstChoice of onboardingAnswers.shape.firstChoice.unwrap().options) {
      const [cluster] = Object.keys(coldStartOf({ firstChoice }).leanings ?? {});
      expect(Object.keys(CLUSTERS)).toContain(cluster);
    }
    const peaks = ['morning', 'midday', 'afternoon', 'evening'] as const;
    const hours = peaks.map((energy) => {
      const { energyByHour } = coldStartOf({ energy });
      return energyByHour.indexOf(Math.max(...energyByHour));
    });
    expect(hours).toEqual(hours.toSorted((a, b) => a - b));
    expect(new Set(hours).size).toBe(4);
    expect(coldStartOf({ estimates: 'farTooShort' }).pace).toBeGreaterThan(
      coldStartOf({ estimates: 'tooShort' }).pace,
    );
  });
});

describe('the first tasks', () => {
  const phrases = ['clean kitchen', 'write report', 'call mum', 'buy milk', 'read paper', 'plan week'];
  const usual = [30, 120, 15, 20, 60, 45];

  it('beat the reference phrases from the tenth finished task on, over simulated people', () => {
    const loss = { learner: 0, base: 0 };
    for (let person = 0; person < 12; person++) {
      const random = seededRandom(500 + person);
      const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const pace = 0.6 * normal();
      const own = phrases.map(() => 0.5 * normal());
      const said = (vector: Float32Array): { minutes: number; confidence: number } => {
        const alike = phrases.map((p) => hashedVector(p).reduce((sum, v, i) => sum + v * vector[i]!, 0));
        return { minutes: usual[alike.indexOf(Math.max(...alike))]!, confidence: 0.8 };
      };
      const set = new PredictorSet([durationPredictor], { phrases: said, trees: 20 });
      const learner = set.get('duration');
      for (let i = 0; i < 40; i++) {
        const kind = Math.floor(random() * phrases.length);
        const title = phrases[kind]!;
        const vector = hashedVector(title);
        const actual = usual[kind]! * 2 ** (pace + own[kind]! + 0.3 * normal());
        const facts = titleAlone(i, title);
        const { value: p50 } = set.predict(facts, vector)['duration']!;
        if (i >= 10) {
          loss.learner += Math.abs(Math.log2(p50 / actual));
          loss.base += Math.abs(Math.log2(usual[kind]! / actual));
        }
        set.created(facts);
        set.observe(facts.id, { id: i, title, createdAt: '', actualMin: actual });
        if (learner.trainingDue()) learner.retrain?.();
      }
    }
    expect(loss.learner).toBeLessThan(0.85 * loss.base);
  });
});
