import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchRow } from './types.ts';

/**
 * `npm run bench -- [--json] [AREA …]`: runs each `bench/<area>.bench.ts` in a process of its own, one after the other, so
 * that none measures another's garbage and none ends the rest. With `--json` stdout holds one array of rows and nothing
 * else; progress and failures go to stderr. Ends with 1 when an area failed, after the others.
 */

/** An area that takes longer than this hangs. */
const AREA_LIMIT_MS = 40 * 60_000;

type Report = { rows: BenchRow[] } | { failed: string };

const args = process.argv.slice(2);
const json = args.includes('--json');
const here = fileURLToPath(import.meta.url);

// A child has a channel to its parent; what people start has none.
if (process.send) await runArea(args[0] ?? '');
else await runAll(args.filter((arg) => !arg.startsWith('--')));

async function runAll(wanted: readonly string[]): Promise<void> {
  const rows: BenchRow[] = [];
  for (const area of areas(wanted)) {
    const begun = performance.now();
    rows.push(...(await inChild(area)));
    say(`${area}: ${Math.round((performance.now() - begun) / 1_000)} s`);
  }
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
}

function areas(wanted: readonly string[]): string[] {
  const all = readdirSync(new URL('.', import.meta.url))
    .filter((name) => name.endsWith('.bench.ts'))
    .map((name) => name.slice(0, -'.bench.ts'.length))
    .sort();
  const unknown = wanted.filter((area) => !all.includes(area));
  if (unknown.length > 0) {
    say(`There is no bench area ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
    process.exit(2);
  }
  return wanted.length > 0 ? all.filter((area) => wanted.includes(area)) : all;
}

/** The rows of an area, as far as it came. What a bench prints itself goes to stderr. */
function inChild(area: string): Promise<BenchRow[]> {
  return new Promise((done) => {
    const rows: BenchRow[] = [];
    const child = fork(here, [area], {
      stdio: ['ignore', 2, 'inherit', 'ipc'],
      // JSON would turn a figure that is none into null.
      serialization: 'advanced',
      timeout: AREA_LIMIT_MS,
    });
    child.on('message', (report: Report) => {
      if ('failed' in report) fail(`${area}: ${report.failed}`);
      else {
        const measured = report.rows.filter(({ value }) => Number.isFinite(value));
        for (const row of report.rows)
          if (!measured.includes(row)) fail(`${area}: nothing measured for ${row.name}`);
        rows.push(...measured);
        if (!json) for (const row of measured) process.stdout.write(`${describe(row)}\n`);
      }
    });
    child.on('error', (error) => fail(`${area}: ${error.message}`));
    child.on('close', (code, signal) => {
      if (code !== 0) fail(`${area}: ended with ${signal ?? `code ${code}`}`);
      done(rows);
    });
  });
}

async function runArea(area: string): Promise<void> {
  const { default: benches } = (await import(`./${area}.bench.ts`)) as { default: Bench[] };
  for (const bench of benches) {
    say(`· ${bench.name}`);
    await report(await runOne(bench));
  }
  // Something that a bench left open must not keep the next area waiting.
  process.exit(0);
}

async function runOne(bench: Bench): Promise<Report> {
  try {
    return { rows: await bench.run() };
  } catch (error) {
    return { failed: `${bench.name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function report(message: Report): Promise<void> {
  return new Promise((done) => process.send?.(message, undefined, undefined, () => done()));
}

function fail(line: string): void {
  say(`failed: ${line}`);
  process.exitCode = 1;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function describe({ name, value, unit, budget, peer }: BenchRow): string {
  const figure = (number: number) =>
    Math.abs(number) >= 100 ? number.toFixed(0) : Number(number.toPrecision(3)).toString();
  const parts = [`${name.padEnd(58)} ${figure(value).padStart(8)} ${unit}`];
  if (budget !== undefined) parts.push(`budget ${figure(budget)}`);
  if (peer) parts.push(`${peer.name} ${figure(peer.value)}`);
  return parts.join('   ');
}
