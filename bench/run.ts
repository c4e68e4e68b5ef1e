import { readdirSync } from 'node:fs';
import type { Bench, BenchRow } from './types.ts';

/**
 * `npm run bench -- [--json] [AREA …]`: runs each `bench/<area>.bench.ts` in turn and prints its figures beside
 * their budgets. With `--json` stdout holds one array of rows and nothing else.
 */
const args = process.argv.slice(2);
const json = args.includes('--json');
const areas = args.filter((arg) => !arg.startsWith('--'));

const rows: BenchRow[] = [];
for (const area of findAreas()) {
  const module = (await import(`./${area}.bench.ts`)) as { default: Bench[] };
  for (const bench of module.default) rows.push(...(await runOne(bench)));
}
if (json) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);

function findAreas(): string[] {
  const all = readdirSync(new URL('.', import.meta.url))
    .filter((name) => name.endsWith('.bench.ts'))
    .map((name) => name.slice(0, -'.bench.ts'.length))
    .sort();
  const unknown = areas.filter((area) => !all.includes(area));
  if (unknown.length > 0) {
    process.stderr.write(`There is no bench area ${unknown.join(', ')}. There are: ${all.join(', ')}.\n`);
    process.exit(2);
  }
  return areas.length > 0 ? all.filter((area) => areas.includes(area)) : all;
}

async function runOne(bench: Bench): Promise<BenchRow[]> {
  process.stderr.write(`· ${bench.name}\n`);
  try {
    const result = await bench.run();
    if (!json) for (const row of result) process.stdout.write(`${describe(row)}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`  failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return [];
  }
}

function describe({ name, value, unit, budget, peer }: BenchRow): string {
  const figure = (number: number) =>
    Math.abs(number) >= 100 ? number.toFixed(0) : Number(number.toPrecision(3)).toString();
  const parts = [`${name.padEnd(58)} ${figure(value).padStart(8)} ${unit}`];
  if (budget !== undefined) parts.push(`budget ${figure(budget)}`);
  if (peer) parts.push(`${peer.name} ${figure(peer.value)}`);
  return parts.join('   ');
}
