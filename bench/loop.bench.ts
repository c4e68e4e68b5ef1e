import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppClient } from '../shell/rpc.ts';
import { longestBlock, PROBE } from './blocks.ts';
import { ready, startConnected, type ConnectedHost } from './host.ts';
import { writeProfile } from './profiles.ts';
import type { Bench, BenchRow } from './types.ts';

/** How long the main process's event loop is held up at most while something long goes on: what a person would feel. */

const BUDGET_MS = 16;
const FINISHED = 9_940;
const PASTED = 100;
const TIMEOUT_MS = 5 * 60_000;

async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const file = join(folder, 'loop.json');
  process.env['DAYMARK_LOOP_FILE'] = file;
  try {
    const empty = await startConnected(join(folder, 'empty'));
    await ready(empty.client);
    const modelVersion = (await empty.client.app.status()).ml.modelVersion ?? '';
    await empty.close();
    const dataDir = join(folder, 'many');
    await writeProfile(dataDir, { done: FINISHED, open: 60, modelVersion });
    const host = await startConnected(dataDir, ['--import', PROBE]);
    try {
      return await measure(host, file);
    } finally {
      await host.close();
    }
  } finally {
    delete process.env['DAYMARK_LOOP_FILE'];
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(host: ConnectedHost, file: string): Promise<BenchRow[]> {
  const { client, pid } = host;
  const rows: BenchRow[] = [];
  const during = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await longestBlock(pid, file);
    await work();
    await ready(client);
    const { wallMs, cpuMs } = await longestBlock(pid, file);
    rows.push(
      { name: `longest block of the main loop while ${what}`, value: wallMs, unit: 'ms', budget: BUDGET_MS },
      {
        name: `longest computing without a pause while ${what}`,
        value: cpuMs,
        unit: 'ms',
        budget: BUDGET_MS,
      },
    );
  };
  await during(`reading ${FINISHED} finished tasks`, () => client.learning.overview());
  await during('training on them', () => trained(client));
  await during(`pasting ${PASTED} lines`, async () => {
    const text = Array.from({ length: PASTED }, (_, n) => `Pasted thing ${n} 20m @home`).join('\n');
    for await (const { complete } of await client.tasks.addList({ text })) if (complete) return;
  });
  await during('planning again', () => client.tasks.create({ text: 'Call Julia 25m tomorrow' }));
  return rows;
}

/** Trains now, and waits for the end of it. */
async function trained(client: AppClient): Promise<void> {
  const begun = Date.now();
  const { queued } = await client.learning.train();
  if (!queued) throw new Error('nothing was trained');
  for (;;) {
    const { training } = await client.learning.overview();
    if (!training.running && (training.last?.finishedAt ?? 0) >= begun) return;
    if (Date.now() - begun > TIMEOUT_MS) throw new Error('the training did not end');
    await new Promise((done) => setTimeout(done, 100));
  }
}

const benches: Bench[] = [{ name: 'main loop', run }];
export default benches;
