import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeLeftovers } from './lib/leftovers.mjs';
import { withLock } from './lib/lock.mjs';
import { root } from './lib/runtime.mjs';
import { packageCollector, writeNotices } from './notices.mjs';

/**
 * Bundles everything that runs: the Node side (shells, ml process, workers) with Rolldown, the renderer with Vite.
 * A part is built again only when one of its sources changed, so every command can ask for it and pay nothing.
 */

/** Output file (below dist/, without ending) → entry. */
const entryPoints = {
  'cli/index': 'cli/main.ts',
  'host/index': 'host/main.ts',
  'main/index': 'main/index.ts',
};

/**
 * Processes and threads of their own. They share no chunk with the entry points: in the installed app theirs lie outside the
 * archive, whose integrity Electron checks (electron-builder.yml).
 */
const helpers = {
  'ml/index': 'ml/process/main.ts',
  'db-worker/index': 'db/worker/main.ts',
};

/** Native modules, and data packages that find files beside themselves. */
const external = [/^node:/, 'electron', 'better-sqlite3-multiple-ciphers', 'sqlite-vec', 'onnxruntime-node'];

const shared = [
  'scripts/build.mjs',
  'scripts/notices.mjs',
  'resources/licences',
  'electron-builder.yml',
  'package-lock.json',
];
const sources = {
  node: [
    'core',
    'rpc',
    'scheduler',
    'ml',
    'db',
    'sync',
    'services',
    'shell',
    'main',
    'preload',
    'host',
    'cli',
    ...shared,
  ],
  renderer: ['core', 'renderer', ...shared],
};

const dist = join(root, 'dist');

export async function ensureBuilt(parts = ['node', 'renderer', 'model']) {
  if (parts.includes('model')) await ensureModel();
  const stale = parts.filter((part) => part !== 'model' && !isFresh(part));
  if (stale.length === 0) return;
  await withLock(join(dist, '.lock'), async () => {
    for (const part of stale) {
      const stamp = fingerprint(part);
      if (isFresh(part, stamp)) continue;
      const { folders, plugin } = packageCollector();
      await (part === 'node' ? buildNode(plugin) : buildRenderer(plugin));
      writeFileSync(packagesFile(part), JSON.stringify([...folders]));
      if (bundled.every((one) => existsSync(packagesFile(one))))
        writeNotices(bundled.flatMap(packagesOf), dist);
      writeFileSync(stampFile(part), stamp);
    }
  });
}

async function ensureModel() {
  if (existsSync(join(root, 'resources/models/minilm/model.json'))) return;
  const { buildModel } = await import('./build-model.mjs');
  await buildModel().catch((error) =>
    process.stderr.write(`No similarity: the embedding model was not built (${error.message}).\n`),
  );
}

const bundled = ['node', 'renderer'];

/** Which packages a part's bundles hold; the notices need both parts' lists. */
function packagesFile(part) {
  return join(dist, `.${part}.packages.json`);
}

function packagesOf(part) {
  return JSON.parse(readFileSync(packagesFile(part), 'utf8'));
}

async function buildNode(plugin) {
  const { rolldown } = await import('rolldown');
  const workers = entriesIn('ml/process/workers', 'ml-worker');
  const made = new Set();
  const build = async (entries, chunks, format = 'esm') => {
    const files = await bundle(rolldown, { entries, chunks, format, plugin });
    for (const file of files) made.add(file);
  };
  await build(entryPoints, 'chunks');
  await build({ ...helpers, ...workers }, 'helper-chunks');
  for (const file of copyPrograms()) made.add(file);
  await build({ 'preload/index': 'preload/index.ts' }, 'chunks', 'cjs');
  // The page's bundler empties its own folder.
  removeLeftovers(dist, made, ['renderer']);
}

/** The network's program for the processor, beside the chunk that loads it (`ml/behavior/day-network/tensors.ts`). */
function copyPrograms() {
  const from = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  return ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((name) => {
    copyFileSync(join(from, name), join(dist, 'helper-chunks', name));
    return `helper-chunks/${name}`;
  });
}

function entriesIn(folder, target) {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const entries = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Object.fromEntries(entries.map((name) => [`${target}/${name.slice(0, -3)}`, `${folder}/${name}`]));
}

/** Builds and answers the names of the files below dist/. */
async function bundle(rolldown, { entries, chunks, format, plugin }) {
  const input = Object.fromEntries(
    Object.entries(entries)
      .filter(([, file]) => existsSync(join(root, file)))
      .map(([name, file]) => [name, join(root, file)]),
  );
  const build = await rolldown({
    input,
    external,
    plugins: [plugin],
    // Packages made for the other kind of module ask where they lie.
    ...(format === 'esm' ? { transform: { define: { __dirname: 'import.meta.dirname' } } } : {}),
    resolve: { alias: { 'node-fetch': join(root, 'scripts/lib/no-fetch.mjs') } },
    platform: 'node',
    logLevel: 'warn',
    cwd: root,
  });
  const extension = format === 'cjs' ? 'cjs' : 'js';
  const { output } = await build.write({
    dir: dist,
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `${chunks}/[name]-[hash].${extension}`,
    sourcemap: true,
  });
  await build.close();
  return output.map(({ fileName }) => fileName);
}

async function buildRenderer(plugin) {
  const { build } = await import('vite');
  await build({
    configFile: join(root, 'renderer/vite.config.ts'),
    root: join(root, 'renderer'),
    plugins: [plugin],
    logLevel: 'warn',
  });
}

function isFresh(part, stamp = fingerprint(part)) {
  try {
    return readFileSync(stampFile(part), 'utf8') === stamp;
  } catch {
    return false;
  }
}

function stampFile(part) {
  mkdirSync(dist, { recursive: true });
  return join(dist, `.${part}.stamp`);
}

/** Names, sizes and times of a part's sources: cheaper than their contents, and as good on one machine. */
function fingerprint(part) {
  const hash = createHash('sha256');
  for (const source of sources[part]) visit(join(root, source), hash);
  return hash.digest('hex');
}

function visit(path, hash) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    for (const name of readdirSync(path).sort()) visit(join(path, name), hash);
  } else if (!path.includes('.test.')) {
    hash.update(`${relative(root, path)}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--clean')) rmSync(dist, { recursive: true, force: true });
  await ensureBuilt();
}
