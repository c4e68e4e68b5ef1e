import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Imported into a host that a bench starts (`node --import`): watches how long its event loop is blocked. On SIGUSR2 it writes
 * the longest block since the last time, and the most that the thread itself computed without a pause, into `DAYMARK_LOOP_FILE`.
 * The second figure stays true on a machine where other programs take the processor away.
 */
const file = process.env['DAYMARK_LOOP_FILE'];
// The ml process and worker threads inherit the flag, and are not what is watched.
if (file && isMainThread && !process.send) watch(file);

function watch(target: string): void {
  const TICK_MS = 1;
  let longest = { wallMs: 0, cpuMs: 0 };
  let at = performance.now();
  let cpu = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const spent = process.threadCpuUsage(cpu);
    const wallMs = now - at - TICK_MS;
    longest = {
      wallMs: Math.max(longest.wallMs, wallMs),
      cpuMs: Math.max(longest.cpuMs, (spent.user + spent.system) / 1_000),
    };
    at = now;
    cpu = process.threadCpuUsage();
  }, TICK_MS);
  timer.unref();
  process.on('SIGUSR2', () => {
    writeFileSync(target, JSON.stringify(longest));
    longest = { wallMs: 0, cpuMs: 0 };
  });
}
