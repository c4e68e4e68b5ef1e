import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RPCHandler } from '@orpc/server/message-port';
import { EmbeddingService } from './embedding-service.ts';
import { createLanguagePart } from './language.ts';
import { LEARNER_IDLE_MS, LearnerService } from './learner-service.ts';
import { parentPort } from './port.ts';
import { PriorTable } from './priors.ts';
import { ReplayService } from './replay-service.ts';
import { createRouter } from './router.ts';
import { WorkerHost } from './worker-host.ts';

/**
 * The ml process: an Electron `utilityProcess` or a forked Node, serving `core/ml-contract` to the process that
 * started it. It keeps no state of record and ends with its parent. Log lines go to stderr and never hold what a
 * person typed.
 */

const built = !import.meta.url.endsWith('.ts');
const resources = resourcesFolder();
const log = (line: string): void => void process.stderr.write(`${line}\n`);

const port = parentPort();
port.on('close', () => process.exit(0));
process.on('uncaughtException', (error) => {
  log(`uncaught: ${error.stack ?? error.message}`);
  process.exit(1);
});

const embedding = new EmbeddingService({
  worker: workerFile('embedding'),
  modelDir: fileURLToPath(new URL('models/minilm', resources)),
  // Two are as fast as more for sentences, and leave a core to the renderer.
  threads: Math.min(2, availableParallelism()),
  log,
});
const baseModels = new URL('base-models/priority.bin', resources);
const priors = new PriorTable(new URL('priors/durations.json', resources), (texts) => embedding.embed(texts));
const router = createRouter({
  language: createLanguagePart(),
  embedding,
  priors,
  solver: new WorkerHost(workerFile('solver'), { log }),
  reporter: new WorkerHost(workerFile('solver'), { log }),
  replay: new ReplayService({ worker: workerFile('replay'), embedding, priors, baseModels, log }),
  learner: new LearnerService({
    worker: workerFile('learner'),
    priors,
    baseModels,
    idleMs: Number(process.env['DAYMARK_LEARNER_IDLE_MS']) || LEARNER_IDLE_MS,
    log,
  }),
  log,
});
new RPCHandler(router).upgrade(port);
void warmUp();

/** Loads what the first requests would otherwise wait for. What can't be loaded now is tried again when it is needed. */
async function warmUp(): Promise<void> {
  await embedding.load();
  if (embedding.state.embedding === 'ready')
    await priors.load().catch((error: Error) => log(`priors: ${error.message}`));
}

/** Worker threads are files of their own: sources in `workers/`, bundles in `ml-worker/` beside this one's folder. */
function workerFile(name: 'embedding' | 'solver' | 'replay' | 'learner'): URL {
  return new URL(built ? `../ml-worker/${name}.js` : `./workers/${name}.ts`, import.meta.url);
}

/** `resources/`, or where an installed app unpacked it. */
function resourcesFolder(): URL {
  const given = process.env['DAYMARK_RESOURCES_DIR'];
  return given ? pathToFileURL(join(given, '/')) : new URL('../../resources/', import.meta.url);
}
