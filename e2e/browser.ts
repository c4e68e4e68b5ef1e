import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/**
 * The browser of the end-to-end tests: Chrome or Chromium of this machine where there is one, else the Chromium that
 * npm brings (Linux x64 only). `CHROME_PATH` names another one; `DAYMARK_BROWSER=sparticuz` forces npm's.
 */

/** Where npm's Chromium is unpacked; kept for the next run. */
const unpackedFolder = join(import.meta.dirname, '../node_modules/.cache/chromium');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];

/** Opens a headless browser; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const installed = process.env.DAYMARK_BROWSER === 'sparticuz' ? null : installedBrowser();
  if (installed !== null) return launch(installed);
  try {
    return await launch(await npmBrowser());
  } catch {
    // An unpacking that was cut short leaves half a program behind.
    rmSync(unpackedFolder, { recursive: true, force: true });
    return launch(await npmBrowser());
  }
}

function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

/** Path of a browser that is already on this machine, or null. */
export function installedBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.CHROME_PATH) return env.CHROME_PATH;
  return candidates(env).find((path) => existsSync(path)) ?? null;
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    return roots.flatMap((root) => [
      join(root, 'Google/Chrome/Application/chrome.exe'),
      join(root, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * Unpacks npm's Chromium into a folder of its own. It decides at import time which libraries it brings along: as
 * on a bare Debian, where `libnss3` is missing, it has to believe that it runs in a Lambda.
 */
async function npmBrowser(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser was found. Install Google Chrome, or set CHROME_PATH.');
  }
  const before = process.env.TMPDIR;
  mkdirSync(unpackedFolder, { recursive: true });
  process.env.TMPDIR = unpackedFolder;
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const path = await packed.executablePath();
    useItsFonts();
    return path;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** Its own font list names folders of a Lambda; without a single font its text drawing ends the browser. */
function useItsFonts(): void {
  const file = join(unpackedFolder, 'daymark-fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${unpackedFolder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${unpackedFolder}/cache</cachedir></fontconfig>
`,
  );
  process.env.FONTCONFIG_FILE = file;
}
