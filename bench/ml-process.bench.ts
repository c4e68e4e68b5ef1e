import { existsSync, readFileSync } from 'node:fs';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { problem } from '../core/problem.ts';
import { quantileOf } from '../core/statistics.ts';
import { forkMl } from '../shell/fork-ml.ts';
import type { MlClient, MlProcess } from '../shell/ml-supervisor.ts';
import type { Bench, BenchRow } from './types.ts';

/** The built process when there is one: that is what a person runs, and it is smaller than the sources' types. */
const built = new URL('../dist/ml/index.js', import.meta.url);
const entry = existsSync(built) ? built : new URL('../ml/process/main.ts', import.meta.url);

const context = { now: '2026-03-02T09:00', tz: 'Europe/Berlin' };
const line = 'Prepare slides for Monday standup 45m p1 #Work @deep';

async function mlProcess(): Promise<BenchRow[]> {
  const from = performance.now();
  const ml = forkMl(entry)();
  try {
    const client = createORPCClient<MlClient>(new RPCLink({ port: ml.port }));
    await client.status();
    const up = performance.now() - from;
    while ((await client.status()).embedding === 'loading') await sleep(5);
    const loaded = performance.now() - from;
    const idle = await keystrokes(client);
    const busy = await whileBusy(client);
    const embed = await times(200, (i) => client.embed({ texts: [`water the plants in room ${i}`] }));
    return [
      { name: 'ml process: start to first answer', value: up, unit: 'ms' },
      { name: 'ml process: start to model loaded', value: loaded, unit: 'ms' },
      { name: 'parse a keystroke through the port, p50', value: quantileOf(idle, 0.5), unit: 'ms' },
      // The budget of 3 ms is that of the parser itself (`language`); a way there and back is part of the stack's 16.
      {
        name: 'parse a keystroke through the port, p99',
        value: quantileOf(idle, 0.99),
        unit: 'ms',
        budget: 16,
      },
      {
        name: 'the same while solving and embedding, p99',
        value: quantileOf(busy, 0.99),
        unit: 'ms',
        budget: 16,
      },
      { name: 'embed one sentence through the port, p50', value: quantileOf(embed, 0.5), unit: 'ms' },
      ...memory(ml),
    ];
  } finally {
    ml.kill();
  }
}

/** Every prefix of a line, as it is typed, a few times over. The first round warms up. */
async function keystrokes(client: MlClient): Promise<number[]> {
  const parse = (i: number): Promise<unknown> =>
    client.parse({ text: line.slice(0, 1 + (i % line.length)), context });
  await times(5 * line.length, parse);
  return times(10 * line.length, parse);
}

async function whileBusy(client: MlClient): Promise<number[]> {
  const stop = new AbortController();
  const solving = drain(client, stop.signal);
  const embedding = client.embed({
    texts: Array.from({ length: 1_000 }, (_, i) => `call person ${i} about the thing`),
  });
  const busy = await times(6 * line.length, (i) =>
    client.parse({ text: line.slice(0, 1 + (i % line.length)), context }),
  );
  await embedding;
  stop.abort();
  await solving;
  return busy;
}

async function drain(client: MlClient, signal: AbortSignal): Promise<void> {
  const week = problem.parse({
    ...context,
    horizonDays: 7,
    workingHours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] },
    tasks: Array.from({ length: 60 }, (_, i) => ({ id: `t${i}`, durationMin: 15 + 5 * (i % 5) })),
  });
  try {
    for await (const _ of await client.solve({ problem: week, timeLimitMs: 60_000 }, { signal }));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function times(count: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const from = performance.now();
    await work(i);
    found.push(performance.now() - from);
  }
  return found.sort((a, b) => a - b);
}

/** Resident memory after all of the above; only Linux tells it without a helper program. */
function memory(ml: MlProcess): BenchRow[] {
  const file = `/proc/${ml.pid}/status`;
  if (!existsSync(file)) return [];
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1]);
  return [
    {
      name: `ml process: memory after use (${entry === built ? 'built' : 'sources'})`,
      value: kilobytes / 1024,
      unit: 'MB',
    },
  ];
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const benches: Bench[] = [{ name: 'ml process', run: mlProcess }];
export default benches;
