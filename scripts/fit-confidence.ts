/**
 * Fits the confidence of a reading and writes `confidence-weights.ts`. Run with node after the grammar changed:
 *
 *     node scripts/fit-confidence.ts
 */
import { writeFileSync } from 'node:fs';
import { FEATURES, featuresOf, probability } from '../ml/language/confidence.ts';
import { readLine } from '../ml/language/parse.ts';
import { readCorpus } from '../ml/language/corpus/corpus.ts';
import { differences } from '../ml/language/corpus/score.ts';

/**
 * Share of lines that were wrong when they were first read, before the grammar was changed for them (12 of 335; see
 * docs/decisions/0008-own-capture-grammar.md). The grammar has since been tuned on the training half, which therefore looks
 * better than new lines will be; every line counts as wrong to this degree at least.
 */
const FIRST_LOOK_ERROR = 0.036;

/** Pull of the weights towards 0, in lines. */
const RIDGE = 2;
const STEPS = 20_000;
const RATE = 0.5;

const rows = readCorpus()
  .filter((line) => !line.heldBack)
  .map((line) => {
    const { result, reading } = readLine(line.text, line.context);
    const right = differences(line, result).length === 0;
    return { x: featuresOf(reading), y: right ? 1 - FIRST_LOOK_ERROR : 0 };
  });

const width = (rows[0]?.x.length ?? 0) + 1;
const weights = Array.from<number>({ length: width }).fill(0);
for (let step = 0; step < STEPS; step++) {
  const gradient = weights.map((w, k) => (k === 0 ? 0 : (RIDGE * w) / rows.length));
  for (const { x, y } of rows) {
    const error = (probability(weights, x) - y) / rows.length;
    gradient[0] = (gradient[0] ?? 0) + error;
    for (const [k, v] of x.entries()) gradient[k + 1] = (gradient[k + 1] ?? 0) + error * v;
  }
  for (let k = 0; k < width; k++) weights[k] = (weights[k] ?? 0) - RATE * (gradient[k] ?? 0);
}

const text = weights.map((w) => w.toFixed(3)).join(', ');
writeFileSync(
  new URL('../ml/language/confidence-weights.ts', import.meta.url),
  `/** Bias and one weight per feature of \`confidence.ts\`; written by \`scripts/fit-confidence.ts\`. */
export const WEIGHTS: readonly number[] = [${text}];
`,
);
process.stdout.write(`${rows.length} lines; bias ${weights[0]?.toFixed(3)}\n`);
for (const [k, name] of FEATURES.entries()) process.stdout.write(`${weights[k + 1]?.toFixed(3)}  ${name}\n`);
