import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestBlock, PROBE } from './blocks.ts';
import { ready, startConnected } from './host.ts';
import type { Bench, BenchRow } from './types.ts';

/** Pasting fifty thousand lines: how long it takes, and how long the owner is silent meanwhile. */

const LINES = 50_000;
const BUDGET_S = 120;
const SILENCE_MS = 100;

async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-bench-'));
  const file = join(folder, 'loop.json');
  process.env['DAYMARK_LOOP_FILE'] = file;
  try {
    const { client, pid, close } = await startConnected(join(folder, 'data'), ['--import', PROBE]);
    try {
      await ready(client);
      // Planning so much is a matter of its own.
      await client.preferences.update({ autoReplan: false });
      const rows: BenchRow[] = [];
      const during = async (what: string, work: () => Promise<unknown>): Promise<void> => {
        await longestBlock(pid, file);
        const begun = performance.now();
        await work();
        const seconds = (performance.now() - begun) / 1_000;
        const { wallMs, cpuMs } = await longestBlock(pid, file);
        rows.push(
          { name: `${what} ${LINES} lines`, value: seconds, unit: 's', budget: BUDGET_S },
          { name: `longest silence while ${what}`, value: wallMs, unit: 'ms', budget: SILENCE_MS },
          {
            name: `longest computing without a pause while ${what}`,
            value: cpuMs,
            unit: 'ms',
            budget: SILENCE_MS,
          },
        );
      };
      const text = Array.from(
        { length: LINES },
        (_, n) => `- Thing ${n} for client ${n % 800} 20m @home`,
      ).join('\n');
      await during('pasting', async () => {
        for await (const { complete } of await client.tasks.addList({ text })) if (complete) return;
      });
      const begun = performance.now();
      await client.tasks.create({ text: 'Call Julia 25m tomorrow' });
      rows.push({
        name: 'adding one task while they are embedded',
        value: performance.now() - begun,
        unit: 'ms',
        budget: SILENCE_MS,
      });
      await client.tasks.undo();
      await during('undoing', () => client.tasks.undo());
      return rows;
    } finally {
      await close();
    }
  } finally {
    delete process.env['DAYMARK_LOOP_FILE'];
    rmSync(folder, { recursive: true, force: true });
  }
}

const benches: Bench[] = [{ name: 'paste', run }];
export default benches;
