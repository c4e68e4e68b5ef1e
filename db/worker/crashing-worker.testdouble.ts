import { parentPort } from 'node:worker_threads';

/** The real worker, dying in the middle of one certain request: what a segfault in a native module looks like. */
parentPort?.on('message', (request: { input: { query?: string } | null }) => {
  if (request.input?.query === 'crash') process.exit(1);
});
await import('./main.ts');
