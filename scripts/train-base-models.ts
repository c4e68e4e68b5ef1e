import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeBase, trainPopulation } from '../ml/predictors/priority/index.ts';

/**
 * Trains the base priority models on the simulated population and writes `resources/base-models/priority.bin`
 * (about 100 kB, ten seconds). Seeded: the same program writes the same bytes. Run it with Node 24 after changing
 * the simulator, the columns or the tree engine.
 */
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources', 'base-models');
const bytes = encodeBase(trainPopulation({ peoplePerCluster: 12, choicesPerPerson: 120, seed: 7 }));
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'priority.bin'), bytes);
console.error(`priority.bin: ${bytes.length} bytes`);
