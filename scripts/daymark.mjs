#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isModernNode, requireModernNode, root } from './lib/runtime.mjs';

/**
 * The command line without npm, which may log the words of a command. Runs what is built and builds nothing itself;
 * where this Node is too old, with the one that `npm ci` installed.
 */

const program = join(root, 'dist/cli/index.js');
const isWindows = process.platform === 'win32';
const runtime = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
const ownNode = join(root, 'node_modules', runtime, 'bin', isWindows ? 'node.exe' : 'node');

if (!existsSync(program)) {
  process.stderr.write(`Daymark is not built yet. Run "npm ci && npm run build" in ${root} once.\n`);
  process.exitCode = 1;
} else if (!isModernNode() && existsSync(ownNode)) {
  const child = spawn(ownNode, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
} else {
  requireModernNode();
  await import(pathToFileURL(program).href);
}
