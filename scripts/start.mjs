import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireModernNode, root } from './lib/runtime.mjs';

/**
 * Opens the app: Electron where it can run, else the browser host, saying in one sentence why.
 * Options (`--data-dir DIR`, `--demo`, …) are passed on; `--browser` asks for the browser host.
 */

const FETCH_LIMIT_MS = 15_000;
/** An Electron that ends badly this soon after its start never showed a window. */
const EARLY_EXIT_MS = 5_000;

requireModernNode();
build();

const args = process.argv.slice(2).filter((arg) => arg !== '--browser');
const forced = process.argv.includes('--browser');
const obstacle = forced ? null : await electronObstacle();
if (forced) openHost();
else if (obstacle) fallBack(obstacle);
else openElectron();

/** In a process of its own: the bundlers take half a gigabyte, and this one stays for as long as the app runs. */
function build() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function openElectron() {
  const startedAt = Date.now();
  const child = run(electronBinary(), [root, ...args]);
  child.on('error', (error) => fallBack(`Electron did not start (${error.message})`));
  child.on('exit', (code, signal) => {
    if (code && !signal && Date.now() - startedAt < EARLY_EXIT_MS)
      fallBack(`Electron ended at once with code ${code}`);
    else process.exit(code ?? 0);
  });
}

function fallBack(reason) {
  process.stdout.write(`${reason}, so Daymark opens in the browser.\n`);
  openHost();
}

function openHost() {
  run(process.execPath, [join(root, 'dist/host/index.js'), ...args]).on('exit', (code) =>
    process.exit(code ?? 0),
  );
}

/** Starts a child that ends with us: a signal to us is passed on, and we wait for it to close what it opened. */
function run(command, parameters) {
  const child = spawn(command, parameters, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  return child;
}

/** Why Electron can't be used here, or null. */
async function electronObstacle() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'There is no display here';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root';
  if (electronBinary() || (await fetchElectron())) return null;
  return "Electron's program is not on this machine and could not be fetched";
}

function electronBinary() {
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const file = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
    readFileSync(pathFile, 'utf8'),
  );
  return existsSync(file) ? file : null;
}

async function fetchElectron() {
  const installer = join(root, 'node_modules/electron/install.js');
  if (!existsSync(installer)) return false;
  process.stdout.write("Fetching Electron's program …\n");
  const child = spawn(process.execPath, [installer], { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), FETCH_LIMIT_MS);
  await new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
  clearTimeout(timer);
  return electronBinary() !== null;
}
