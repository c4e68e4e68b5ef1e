import type { HistoryTask } from '../core/replay.ts';
import { startMl, type MlClient } from '../ml/process/test-client.fixture.ts';
import { hashedVector, madeUpHistory } from '../ml/testing/histories.ts';
import type { Bench, BenchRow } from './types.ts';

/** The loop of learning in the ml process: what loading costs, and that a keystroke does not wait for a training. */

const TASKS = 1_500;
const CHUNK = 250;
const KEYSTROKES = 300;
const LINE = 'Prepare slides for the steering group tomorrow 14:00 45m p1 #Work @deep';

function batch(lines: readonly HistoryTask[]): { lines: HistoryTask[]; vectors: string } {
  const vectors = lines.map((line) => Buffer.from(new Uint8Array(hashedVector(line.title).slice().buffer)));
  return { lines: [...lines], vectors: Buffer.concat(vectors).toString('base64') };
}

/** p99 of single keystrokes, one after the other, milliseconds; stops early when `until` says so. */
async function keystrokes(client: MlClient, until: () => boolean = () => false): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < KEYSTROKES && !(i > 50 && until()); i++) {
    const text = LINE.slice(0, 10 + (i % (LINE.length - 10)));
    const begun = performance.now();
    await client.parse({ text, context: { now: '2027-05-03T08:00', tz: 'Europe/Berlin' } });
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

async function run(): Promise<BenchRow[]> {
  const ml = startMl();
  try {
    const { client } = ml;
    const history = madeUpHistory({ tasks: TASKS * 1.2, seed: 4 });
    const past = history.filter((task) => task.completedAt && task.actualMin).slice(0, TASKS);
    await client.embed({ texts: ['warm'] }).catch(() => null);
    await keystrokes(client);
    const idle = await keystrokes(client);
    const begun = performance.now();
    const { session } = await client.learning.open({ tz: 'Europe/Berlin' });
    for (let from = 0; from < past.length; from += CHUNK)
      await client.learning.restore({ session, ...batch(past.slice(from, from + CHUNK)) });
    await client.learning.ready({ session });
    const loadMs = performance.now() - begun;
    let over = false;
    const trainBegun = performance.now();
    const training = client.learning.retrain({ target: 'duration' }).finally(() => {
      over = true;
    });
    const busy = await keystrokes(client, () => over);
    await training;
    const trainMs = performance.now() - trainBegun;
    return [
      { name: 'parse p99 while a model trains, ml process', value: busy, unit: 'ms', budget: 2 * idle },
      { name: 'parse p99 while nothing trains, ml process', value: idle, unit: 'ms' },
      {
        name: `load the learner with no rows stored, ${past.length} finished tasks`,
        value: loadMs,
        unit: 'ms',
      },
      { name: `train durations, ${past.length} finished tasks`, value: trainMs, unit: 'ms', budget: 20_000 },
    ];
  } finally {
    await ml.stop();
  }
}

const benches: Bench[] = [{ name: 'loop of learning', run }];
export default benches;
