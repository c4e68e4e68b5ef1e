import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { say } from '../../../core/messages/index.ts';
import type { HistoryTask, ReplayAnswer } from '../../../core/replay.ts';
import { DAY_MS } from '../../../core/time/units.ts';
import { ReplaySession } from '../../learning/index.ts';
import { PREDICTORS } from '../index.ts';

const START = Date.UTC(2025, 0, 6, 8);

/** A person who puts off the tax and everything in the evening, and is late where there is little time. */
function history(count: number, seed: number): HistoryTask[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const created = START + Math.floor(i / 3) * DAY_MS + (i % 3) * 3_600_000;
    const isTax = random() < 0.3;
    const window = 2 + Math.floor(8 * random());
    const hour = random() < 0.5 ? 9 : 20;
    const planned = created - ((created / 3_600_000) % 24) * 3_600_000 + DAY_MS + hour * 3_600_000;
    const isPutOff = random() < (isTax ? 0.85 : hour === 20 ? 0.6 : 0.1);
    const due = created + window * DAY_MS;
    const started = planned + (isPutOff ? 3 * DAY_MS * random() + DAY_MS : 0);
    const completed = started + 3_600_000;
    return {
      id: i,
      title: isTax ? `Tax form ${i % 7}` : `Answer letter ${i % 11}`,
      project: isTax ? 'Tax' : 'Mail',
      createdAt: iso(created),
      plannedStart: iso(planned),
      due: iso(due),
      startedAt: iso(started),
      completedAt: iso(completed),
      deferrals: isPutOff ? 1 : 0,
    };
  });
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}

async function answers(lines: readonly HistoryTask[]): Promise<ReplayAnswer[]> {
  const targets = ['onTime', 'procrastination'];
  const options = { targets, ownEstimate: false, embed: null, tz: 'UTC', predictors: PREDICTORS };
  const session = new ReplaySession(options);
  const given: ReplayAnswer[] = [];
  for (const line of lines) given.push(await session.next(line));
  return given;
}

/** Chance that of a pair the one with outcome 1 was given more. */
function ranked(said: readonly number[], outcomes: readonly boolean[]): number {
  const [ones, zeros] = [said.filter((_, i) => outcomes[i]), said.filter((_, i) => !outcomes[i])];
  const won = ones.flatMap((a) => zeros.map((b) => (a > b ? 1 : a === b ? 0.5 : 0) as number));
  return won.reduce((a, b) => a + b, 0) / won.length;
}

const lines = history(500, 7);
const isLate = lines.map(({ due, completedAt }) => Date.parse(completedAt!) > Date.parse(due!));

describe('what is late or put off', () => {
  it('is foreseen from what was late before, the deadline and the plan', async () => {
    const given = await answers(lines);
    const from = 150;
    const onTime = given.slice(from).map((one) => one.onTime!.probability);
    expect(
      ranked(
        onTime,
        isLate.slice(from).map((late) => !late),
      ),
    ).toBeGreaterThan(0.8);
    const risk = given.slice(from).map((one) => one.procrastination!.risk);
    expect(
      ranked(
        risk,
        lines.slice(from).map(({ deferrals }) => deferrals === 1),
      ),
    ).toBeGreaterThan(0.8);
    const share = lines.slice(from).filter(({ deferrals }) => deferrals === 1).length / risk.length;
    expect(Math.abs(risk.reduce((a, b) => a + b, 0) / risk.length - share)).toBeLessThan(0.06);
  });

  it('is explained in sentences that are true of the task', async () => {
    const given = (await answers(lines)).slice(200);
    const tax = given.filter((_, i) => lines[200 + i]!.project === 'Tax');
    const named = tax.filter((one) =>
      one.procrastination!.reasons.some(({ params }) => params['label'] === 'Tax'),
    );
    expect(named.length).toBeGreaterThan(0.5 * tax.length);
    for (const { procrastination } of given) {
      expect(procrastination!.reasons.length).toBeLessThanOrEqual(3);
      for (const reason of procrastination!.reasons) expect(say(reason)).not.toContain('procrastination.');
    }
  });

  it('is never read from what came later', async () => {
    const before = await answers(lines.slice(0, 120));
    const changed = lines
      .slice(0, 120)
      .map((line, i) =>
        i < 100
          ? line
          : { ...line, startedAt: null, completedAt: null, done: false, deferrals: 9, dropped: true },
      );
    const after = await answers(changed);
    expect(after.slice(0, 101)).toEqual(before.slice(0, 101));
  });

  it('has nothing to say of a deadline that isn’t there', async () => {
    const open = lines.slice(0, 40).map((line) => ({ ...line, due: null }));
    for (const one of await answers(open)) {
      expect(one.onTime).toBeUndefined();
      expect(one.procrastination).toBeDefined();
    }
  });
});
