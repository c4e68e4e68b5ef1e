import '../no-telemetry.ts';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RPCHandler } from '@orpc/server/message-port';
import { EmbeddingService } from './embedding-service.ts';
import { createLanguagePart } from './language.ts';
import { LearnerService } from './learner-service.ts';
import { ManagedThread } from './managed-thread.ts';
import { MODEL_CAP_MB, MODEL_IDLE_MS, ModelManager } from './model-manager.ts';
import { parentPort } from './port.ts';
import { PhraseTable } from './phrases.ts';
import { ReplayService } from './replay-service.ts';
import { createRouter } from './router.ts';
import { ThreadPair } from './thread-pair.ts';
import type { SolverMethods } from './workers/solver.ts';

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

const models = new ModelManager({
  capMb: Number(process.env['DAYMARK_MODEL_CAP_MB']) || MODEL_CAP_MB,
  idleMs: Number(process.env['DAYMARK_MODEL_IDLE_MS']) || MODEL_IDLE_MS,
  log,
});
const embedding = new EmbeddingService({
  worker: workerFile('embedding'),
  modelDir: fileURLToPath(new URL('models/minilm', resources)),
  // Two are as fast as more for sentences, and leave a core to the renderer.
  threads: Math.min(2, availableParallelism()),
  models,
  log,
});
const baseModels = new URL('base-models/priority.bin', resources);
const phrases = new PhraseTable(new URL('priors/durations.json', resources), (texts) =>
  embedding.embed(texts),
);
const planning = new ThreadPair<SolverMethods>(
  new ManagedThread<SolverMethods>(workerFile('solver'), { name: 'solver', models, log }),
  new ManagedThread<SolverMethods>(workerFile('solver'), { name: 'reporter', models, log }),
);
const router = createRouter({
  language: createLanguagePart(),
  embedding,
  phrases,
  solver: planning.long,
  reporter: planning.short,
  replay: new ReplayService({ worker: workerFile('replay'), embedding, phrases, baseModels, models, log }),
  learner: new LearnerService({ worker: workerFile('learner'), phrases, baseModels, models, log }),
  log,
});
new RPCHandler(router).upgrade(port);
void warmUp();

/** Loads what the first requests would otherwise wait for. What can't be loaded now is tried again when it is needed. */
async function warmUp(): Promise<void> {
  await embedding.load();
  if (embedding.state.embedding === 'ready')
    await phrases.load().catch((error: Error) => log(`phrases: ${error.message}`));
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
