import type { OrderedTask } from '../../../core/ml-contract/index.ts';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DaymarkError } from '../../../core/errors.ts';
import { knownMessageKeys, say } from '../../../core/messages/index.ts';
import { seededRandom } from '../../../core/random.ts';
import { decodeState, encodeState } from '../../trees/index.ts';
import { decodeBase } from './base-models.ts';
import { PriorityLearner, urgencyOrder } from './learner.ts';
import { CLUSTERS, nearPreferences, SimulatedPerson, type Preferences } from './simulator.ts';
import { urgency } from './baseline.ts';

// Training takes a second alone and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const clusters = decodeBase(
  readFileSync(new URL('../../../resources/base-models/priority.bin', import.meta.url)),
);

const plain: OrderedTask = {
  id: 'a',
  project: null,
  tags: [],
  priority: 4,
  dueInDays: null,
  scheduledInDays: null,
  ageDays: 0,
  blocked: false,
  blocking: 0,
  active: false,
  next: false,
  waiting: false,
  durationMin: null,
  energy: null,
  deferrals: 0,
};

/** Share of choices after the 60th whose task was among the first three, for the model and for urgency. */
function hits(preferences: Preferences, seed: number): { model: number; urgency: number } {
  const random = seededRandom(seed);
  const person = new SimulatedPerson(nearPreferences(preferences, random), random);
  const learner = new PriorityLearner({ clusters });
  const found = { model: 0, urgency: 0 };
  for (let i = 0; i < 110; i++) {
    const { open, moment, chosenId } = person.next();
    if (i >= 60) {
      const first = learner
        .rank(open, moment)
        .toSorted((a, b) => b.score - a.score)
        .slice(0, 3);
      if (first.some((t) => t.id === chosenId)) found.model += 2;
      if (
        urgencyOrder(open)
          .slice(0, 3)
          .some((t) => t.id === chosenId)
      )
        found.urgency += 2;
    }
    learner.choose(open, moment, chosenId);
    if (learner.trainingDue()) learner.retrain();
  }
  return found;
}

describe('urgency', () => {
  it('adds up as Taskwarrior documents it', () => {
    expect(urgency(plain)).toBe(0);
    expect(urgency({ ...plain, priority: 1 })).toBeCloseTo(6);
    expect(urgency({ ...plain, dueInDays: 30 })).toBeCloseTo(2.4);
    expect(urgency({ ...plain, dueInDays: 0 })).toBeCloseTo(12 * (0.2 + (0.8 * 14) / 21));
    expect(urgency({ ...plain, dueInDays: -8 })).toBeCloseTo(12);
    expect(urgency({ ...plain, next: true, active: true })).toBeCloseTo(19);
    expect(urgency({ ...plain, ageDays: 800 })).toBeCloseTo(2);
    expect(urgency({ ...plain, project: 'P', tags: ['a', 'b'], blocking: 1 })).toBeCloseTo(9.9);
    expect(urgency({ ...plain, blocked: true, waiting: true })).toBeCloseTo(-8);
  });
});

describe('priority learner', () => {
  it('starts as the urgency order', () => {
    const random = seededRandom(2);
    const person = new SimulatedPerson(CLUSTERS['rituals']!, random);
    const learner = new PriorityLearner({ clusters });
    for (let i = 0; i < 5; i++) {
      const { open, moment } = person.next();
      const ranked = learner.rank(open, moment);
      const scores = new Map(ranked.map((t) => [t.id, t.score]));
      const byScore = open.toSorted(
        (a, b) => scores.get(b.id)! - scores.get(a.id)! || urgency(b) - urgency(a),
      );
      expect(byScore.map(urgency)).toEqual(urgencyOrder(open).map(urgency));
      expect(ranked.every((t) => t.score >= 0 && t.score <= 1)).toBe(true);
    }
  });

  it('finds a person with habits at least 20 points more often than urgency does', () => {
    const habits: Preferences = {
      ...CLUSTERS['rituals']!,
      weekdays: 1.5,
      parts: 1.5,
      short: 1,
      morningDepth: 1,
      liking: 0.6,
    };
    const people = [hits(habits, 71), hits(habits, 74), hits(CLUSTERS['batching']!, 72)];
    const gain = people.reduce((sum, h) => sum + h.model - h.urgency, 0) / people.length;
    expect(gain).toBeGreaterThan(20);
  });

  it('stays with a person who follows urgency', () => {
    const follower: Preferences = { ...CLUSTERS['deadlines']!, urgency: 2, noise: 0.5 };
    const both = [9000, 9017].map((seed) => hits(follower, seed));
    const loss = both.reduce((sum, h) => sum + h.urgency - h.model, 0) / both.length;
    expect(loss).toBeLessThanOrEqual(2);
  });

  it('says why in words that every side knows', () => {
    const learner = new PriorityLearner({ clusters });
    const moment = { hour: 9, weekday: 1, lastProject: null };
    const open = ['x', 'y', 'z'].map((id) =>
      Object.assign({}, plain, { id, project: id === 'x' ? 'Finance' : 'Home' }),
    );
    for (let i = 0; i < 15; i++) learner.choose(open, moment, 'x');
    const [first] = learner.rank([{ ...plain, id: 'n', project: 'Finance', dueInDays: 1 }, ...open], moment);
    const keys = first!.reasons.map((r) => r.key);
    expect(keys).toContain('priority.due');
    expect(keys.some((k) => k.startsWith('priority.project'))).toBe(true);
    for (const reason of first!.reasons) {
      expect(knownMessageKeys).toContain(reason.key);
      expect(say(reason)).not.toContain('undefined');
    }
  });

  describe('state', () => {
    const random = seededRandom(5);
    const person = new SimulatedPerson(CLUSTERS['quickWins']!, random);
    const learner = new PriorityLearner({ clusters });
    const live = (learners: readonly PriorityLearner[], choices: number): void => {
      for (let i = 0; i < choices; i++) {
        const { open, moment, chosenId } = person.next();
        for (const one of learners) {
          one.choose(open, moment, chosenId);
          if (one.trainingDue()) one.retrain();
        }
      }
    };
    live([learner], 45);
    const state = learner.toState();

    it('comes back as it was, and learns on as it would have', () => {
      const again = PriorityLearner.fromState(state, { clusters });
      const { open, moment } = person.next();
      expect(again.rank(open, moment)).toEqual(learner.rank(open, moment));
      expect(again.compare(open, moment)).toEqual(learner.compare(open, moment));
      expect(again.toState()).toEqual(state);
      expect(again.retrain()).toEqual(learner.retrain());
      live([learner, again], 30);
      expect(again.rank(open, moment)).toEqual(learner.rank(open, moment));
      expect(again.toState()).toEqual(learner.toState());
    });

    it('is the same for the same choices', () => {
      const same = (): PriorityLearner => {
        const one = new PriorityLearner({ clusters });
        const other = new SimulatedPerson(CLUSTERS['batching']!, seededRandom(6));
        for (let i = 0; i < 25; i++) {
          const { open, moment, chosenId } = other.next();
          one.choose(open, moment, chosenId);
        }
        return one;
      };
      expect(same().toState()).toEqual(same().toState());
    });

    it('stays a few hundred kilobytes with as many choices as are remembered', () => {
      const full = new PriorityLearner({ clusters });
      const { open, moment } = person.next();
      for (let i = 0; i < 320; i++) full.choose(open, { ...moment, hour: 8 + (i % 10) }, open[i % 9]!.id);
      expect(full.known).toBe(320);
      expect(full.toState().length).toBeLessThan(500_000);
    });

    it('is refused when it was changed, cut short, of another version, or belongs to other base models', () => {
      expect(() => PriorityLearner.fromState(state)).toThrow('other base models');
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(), (at, flip, cut) => {
          const broken = state.slice();
          broken[at % broken.length]! ^= flip;
          expect(() => PriorityLearner.fromState(broken, { clusters })).toThrow(DaymarkError);
          expect(() => PriorityLearner.fromState(state.slice(0, cut % state.length))).toThrow(DaymarkError);
          expect(() => decodeBase(broken)).toThrow(DaymarkError);
        }),
        { numRuns: 40 },
      );
      const older = encodeState('priorityLearner', 1, decodeState(state, 'priorityLearner', 2));
      expect(() => PriorityLearner.fromState(older, { clusters })).toThrow('version');
    });

    it('with a good checksum and bad contents is refused, or answers with some number', () => {
      const { open, moment } = person.next();
      fc.assert(
        fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, at, flip) => {
          const content = structuredClone(decodeState(state, 'priorityLearner', 2));
          const arrays = Object.values(content.arrays).filter((array) => array.byteLength > 0);
          const { buffer, byteOffset, byteLength } = arrays[which % arrays.length]!;
          new Uint8Array(buffer, byteOffset, byteLength)[at % byteLength]! ^= flip;
          let outcome: string;
          try {
            const one = PriorityLearner.fromState(encodeState('priorityLearner', 2, content), { clusters });
            one.choose(open, moment, open[0]!.id);
            one.retrain();
            outcome = typeof one.rank(open, moment)[0]!.score;
          } catch (error) {
            outcome = error instanceof DaymarkError ? 'refused' : String(error);
          }
          expect(['number', 'refused']).toContain(outcome);
        }),
        { numRuns: 40 },
      );
    });
  });
});

describe('what to ask', () => {
  const moment = { hour: 9, weekday: 1, lastProject: null };

  it('is the order of tasks whose labels are least known and whose places are close', () => {
    const learner = new PriorityLearner({ clusters });
    const known = ['a', 'b', 'c'].map((id) => Object.assign({}, plain, { id, project: id }));
    for (let i = 0; i < 30; i++) learner.choose(known, moment, known[i % 3]!.id);
    const fresh = ['x', 'y'].map((id) => Object.assign({}, plain, { id, project: id, tags: [`new ${id}`] }));
    const [best] = learner.compare([...known, ...fresh], moment).pairs;
    expect([best!.firstId, best!.secondId].toSorted()).toEqual(['x', 'y']);
    const far = { ...plain, id: 'z', project: 'z', tags: ['new z'], next: true };
    const { pairs } = learner.compare([...fresh, far], moment);
    expect([pairs[0]!.firstId, pairs[0]!.secondId].toSorted()).toEqual(['x', 'y']);
  });

  it('takes away uncertainty about the two once it is answered, while little is known', () => {
    const learner = new PriorityLearner({ clusters });
    const person = new SimulatedPerson(CLUSTERS['batching']!, seededRandom(8));
    let narrowed = 0;
    for (let i = 0; i < 12; i++) {
      const { open, moment: now, chosenId } = person.next();
      const { pairs } = learner.compare(open, now);
      const [first, second] = [pairs[0]!.firstId, pairs[0]!.secondId].map((id) =>
        open.find((t) => t.id === id)!,
      );
      learner.choose([first!, second!], now, first!.id, true);
      const left = learner.compare(open, now, [first!.id, second!.id]);
      expect(left.pairs).toHaveLength(1);
      narrowed += Number(left.pairs[0]!.spread < pairs[0]!.spread);
      learner.choose(open, now, chosenId);
    }
    expect(narrowed).toBeGreaterThan(9);
  });
});
