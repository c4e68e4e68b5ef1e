import { serveThread } from './thread-serve.ts';

/** A thread for tests of its host: answers, waits, fails and dies on request. */
export type CrashingMethods = {
  echo: { input: string; progress: string; output: string };
  fail: { input: null; progress: never; output: never };
  die: { input: null; progress: never; output: never };
  spin: { input: number; progress: never; output: 'stopped' | 'timed out' };
};

serveThread<CrashingMethods>({
  echo: (text, { progress }) => {
    progress(`received ${text}`);
    return text;
  },
  fail: () => {
    throw new RangeError('out of range');
  },
  die: () => process.exit(3),
  spin: (limitMs, { stopped }) => {
    const end = performance.now() + limitMs;
    while (performance.now() < end) if (stopped()) return 'stopped';
    return 'timed out';
  },
});
