import { defineConfig } from 'vitest/config';

/** ONNX Runtime uploads nothing from tests either, whichever version is installed (decision 0012). */
const env = { ORT_DISABLE_TELEMETRY: '1' };

/**
 * Three projects, fastest first. A test file's name says where it belongs:
 * `*.test.ts` (unit), `*.int.test.ts` (integration: real database, model or process),
 * `e2e/**` (built app in a browser). `*.long.test.ts` runs only in `npm run test:long`.
 */
export default defineConfig({
  test: {
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
          include: [
            '{core,rpc,scheduler,ml,db,sync,services,shell,main,preload,host,cli,scripts}/**/*.int.test.ts',
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          env,
          include: ['e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          env,
          include: ['**/*.long.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 1_800_000,
        },
      },
    ],
  },
});
