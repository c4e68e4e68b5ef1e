import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const env = {
  // ONNX Runtime uploads nothing from tests either, whichever version is installed (decision 0012).
  ORT_DISABLE_TELEMETRY: '1',
  // The hundreds of processes that tests start compile the same code once, not each for itself.
  NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile'),
};

/** Processes and browsers are what integration and end-to-end tests start: bundles, as people run them. */
const globalSetup = ['scripts/lib/built.setup.mjs'];

/**
 * Three projects. A test file's name says where it belongs:
 * `*.test.ts` (unit), `*.int.test.ts` (integration: real database, model or process),
 * `e2e/**` (built app in a browser). `*.long.test.ts` runs only in `npm run test:long`.
 *
 * All three go through one queue, so that no core is idle while another project's last file runs: most files wait for
 * processes half of their time, and none knows of another's profile, port or browser.
 */
export default defineConfig({
  test: {
    globalSetup: ['scripts/lib/temporary.setup.mjs'],
    maxWorkers: Math.max(2, Math.min(8, availableParallelism())),
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: [
            '{core,rpc,scheduler,ml,db,sync,services,shell,main,preload,host,cli,renderer,scripts}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/node_modules/**', '**/*.int.test.ts', '**/*.long.test.ts'],
          // Searches and simulations take seconds; on a machine that is busy elsewhere they may take several times that.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          env,
          globalSetup,
          include: [
            '{core,rpc,scheduler,ml,db,sync,services,shell,main,preload,host,cli,scripts}/**/*.int.test.ts',
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          env,
          globalSetup,
          include: ['e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'long',
          env,
          globalSetup,
          // After the others, each with the machine to itself.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          include: ['**/*.long.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 1_800_000,
        },
      },
    ],
  },
});
