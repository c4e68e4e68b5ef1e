import * as fc from 'fast-check';
import { acts, type Device } from './devices.fixture.ts';

/** What devices of one person may go through, in any order. */

const HOUR = 3_600_000;
const names = Object.keys(acts);

export type Step =
  | { kind: 'act'; who: number; act: number; picks: number[] }
  | { kind: 'receive'; who: number; from: number; again: boolean }
  | { kind: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      who: fc.nat(4),
      act: fc.nat(names.length - 1),
      picks: fc.array(fc.nat(1_000), { minLength: 8, maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      who: fc.nat(4),
      from: fc.nat(4),
      again: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(2 * HOUR) }) },
);

/** Two to five devices whose clocks are up to five hours off. */
export const story = fc.record({
  devices: fc.integer({ min: 2, max: 5 }),
  skews: fc.array(fc.integer({ min: -5 * HOUR, max: 5 * HOUR }), { minLength: 5, maxLength: 5 }),
  steps: fc.array(step, { minLength: 5, maxLength: 40 }),
});

/** Has one step happen; `receive` says what meeting means. */
export function tell(
  devices: readonly Device[],
  world: { now: number },
  one: Step,
  receive: (who: Device, from: Device, again: boolean) => void,
): void {
  const deviceAt = (index: number): Device => devices[index % devices.length]!;
  world.now += 1_000;
  if (one.kind === 'wait') world.now += one.ms;
  else if (one.kind === 'receive') {
    if (deviceAt(one.who) !== deviceAt(one.from)) receive(deviceAt(one.who), deviceAt(one.from), one.again);
  } else {
    let next = 0;
    const pick = (below: number): number => one.picks[next++ % one.picks.length]! % Math.max(1, below);
    acts[names[one.act % names.length]!]!(deviceAt(one.who), pick);
  }
}
