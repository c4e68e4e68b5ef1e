import { mean } from '../core/statistics.ts';
import type { Modality } from '../ml/behavior/day-network/sequences.ts';
import { trainDayNetwork, type DayNetworkErrors } from '../ml/behavior/day-network/train.ts';
import { daysOf, simulatedYear } from '../ml/behavior/testing/simulated-year.ts';
import type { Bench, BenchRow } from './types.ts';

/** Forecasts of the next day on held-back weeks of simulated people, beside simple rules and with kinds of input left out. */

const PEOPLE = 6;
const BUDGET_S = 30;
/** Whose errors are compared; each is a mean square in hours, or of a share. */
const PARTS: readonly [
  name: string,
  of: (errors: DayNetworkErrors) => number,
  best: (errors: DayNetworkErrors) => number,
][] = [
  ['focus by hour', (e) => e.network, (e) => Math.min(...Object.values(e.rules))],
  ['focus of a day', (e) => e.capacity.network, (e) => e.capacity.best],
  ['share of planned tasks done', (e) => e.followThrough.network, (e) => e.followThrough.best],
];

interface Run {
  readonly errors: DayNetworkErrors;
  readonly seconds: number;
  readonly promoted: boolean;
}

async function run(seed: number, memoryless: boolean, without: readonly Modality[] = []): Promise<Run> {
  const log = daysOf(simulatedYear({ seed, memoryless }));
  const rows = log.rows(log.first, log.length);
  const before = process.cpuUsage();
  const { errors, report } = await trainDayNetwork({
    rows,
    first: log.first,
    seed: 1,
    reason: 'asked',
    without,
  });
  const { user, system } = process.cpuUsage(before);
  return { errors, seconds: (user + system) / 1e6, promoted: report.promoted };
}

async function people(memoryless: boolean, without: readonly Modality[] = []): Promise<Run[]> {
  const runs: Run[] = [];
  for (let seed = 1; seed <= PEOPLE; seed++) runs.push(await run(seed, memoryless, without));
  return runs;
}

async function forecasts(): Promise<BenchRow[]> {
  const all = await people(false);
  const rows: BenchRow[] = [
    {
      name: 'a year, training (CPU)',
      value: Math.max(...all.map((one) => one.seconds)),
      unit: 's',
      budget: BUDGET_S,
    },
    {
      name: 'people whose network is used',
      value: all.filter((one) => one.promoted).length,
      unit: `of ${PEOPLE}`,
    },
  ];
  for (const [name, of, best] of PARTS)
    rows.push({
      name: `held-back weeks, ${name}: mean squared error`,
      value: mean(all.map(({ errors }) => of(errors))),
      unit: '',
      peer: { name: 'best simple rule', value: mean(all.map(({ errors }) => best(errors))) },
    });
  for (const rule of ['sameHourLastWeek', 'hourlyMean', 'ewma'] as const)
    rows.push({
      name: `focus by hour: ${rule}`,
      value: mean(all.map(({ errors }) => errors.rules[rule])),
      unit: '',
    });
  rows.push({
    name: 'focus by hour: blend alone',
    value: mean(all.map(({ errors }) => errors.blend)),
    unit: '',
  });
  const chance = await people(true);
  rows.push({
    name: 'days by chance, focus by hour',
    value: mean(chance.map(({ errors }) => errors.network)),
    unit: '',
    peer: {
      name: 'best simple rule',
      value: mean(chance.map(({ errors }) => Math.min(...Object.values(errors.rules)))),
    },
  });
  return rows;
}

async function ablation(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const modality of ['text', 'time', 'behavior'] as const) {
    const all = await people(false, [modality]);
    for (const [name, of] of PARTS)
      rows.push({
        name: `without ${modality}: ${name}`,
        value: mean(all.map(({ errors }) => of(errors))),
        unit: '',
      });
  }
  return rows;
}

export default [
  { name: 'forecasts of days', run: forecasts },
  { name: 'kinds of input left out', run: ablation },
] satisfies Bench[];
