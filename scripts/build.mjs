import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lib/lock.mjs';
import { root } from './lib/runtime.mjs';

/**
 * Bundles everything that runs: the Node side (shells, ml process, workers) with Rolldown, the renderer with Vite.
 * A part is built again only when one of its sources changed, so every command can ask for it and pay nothing.
 */

/** Output file (below dist/, without ending) → entry. Workers sit in folders of their own beside their owner. */
const nodeEntries = {
  'cli/index': 'cli/main.ts',
  'host/index': 'host/main.ts',
  'main/index': 'main/index.ts',
  'ml/index': 'ml/process/main.ts',
  'db-worker/index': 'db/worker/main.ts',
};

/** Native modules, and data packages that find files beside themselves. */
const external = [/^node:/, 'electron', 'better-sqlite3-multiple-ciphers', 'sqlite-vec', 'onnxruntime-node'];

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
    'scripts/build.mjs',
    'package-lock.json',
  ],
  renderer: ['core', 'renderer', 'package-lock.json'],
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
      await (part === 'node' ? buildNode() : buildRenderer());
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

async function buildNode() {
  const { rolldown } = await import('rolldown');
  const workers = entriesIn('ml/process/workers', 'ml-worker');
  await bundle(rolldown, { ...nodeEntries, ...workers }, 'esm');
  await bundle(rolldown, { 'preload/index': 'preload/index.ts' }, 'cjs');
}

function entriesIn(folder, target) {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const entries = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Object.fromEntries(entries.map((name) => [`${target}/${name.slice(0, -3)}`, `${folder}/${name}`]));
}

async function bundle(rolldown, entries, format) {
  const input = Object.fromEntries(
    Object.entries(entries)
      .filter(([, file]) => existsSync(join(root, file)))
      .map(([name, file]) => [name, join(root, file)]),
  );
  const build = await rolldown({ input, external, platform: 'node', logLevel: 'warn', cwd: root });
  const extension = format === 'cjs' ? 'cjs' : 'js';
  await build.write({
    dir: dist,
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name]-[hash].${extension}`,
    sourcemap: true,
  });
  await build.close();
}

async function buildRenderer() {
  const { build } = await import('vite');
  await build({
    configFile: join(root, 'renderer/vite.config.ts'),
    root: join(root, 'renderer'),
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
