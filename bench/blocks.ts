import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

/** Asks the probe in a host (`loop-probe.ts`) how long its loop was blocked. */

export const PROBE = new URL('./loop-probe.ts', import.meta.url).href;

const block = z.object({ wallMs: z.number(), cpuMs: z.number() });

/** The longest block since the last call. */
export async function longestBlock(pid: number, file: string): Promise<z.infer<typeof block>> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (;;) {
    await new Promise((done) => setTimeout(done, 20));
    try {
      return block.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      // Not written yet, or half.
      if (error instanceof z.ZodError) throw error;
    }
  }
}
