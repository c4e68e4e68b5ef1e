import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A browser is started with the address on its command line, where every user of the machine can read it. So it gets the
 * address of a file that only this user can read, and the file leads on to the page.
 */

const NAME = /^open-[\w-]+\.html$/;

/** Writes a file that leads to `address`, and answers the file's own address. */
export function writeOpener(dataDir: string, address: string): string {
  const path = join(resolve(dataDir), `open-${randomBytes(12).toString('base64url')}.html`);
  const to = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const html = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${to}"><title>Daymark</title><p><a href="${to}">Open Daymark</a></p>
`;
  writeFileSync(path, html, { mode: 0o600, flag: 'wx' });
  return pathToFileURL(path).href;
}

/** Removes such files; what they lead to works for a minute anyway. */
export function removeOpeners(dataDir: string): void {
  try {
    for (const name of readdirSync(dataDir))
      if (NAME.test(name)) rmSync(join(dataDir, name), { force: true });
  } catch {
    // The folder is gone, or can't be written.
  }
}
