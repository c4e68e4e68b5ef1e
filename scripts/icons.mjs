import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Makes every picture of the program's icon from `renderer/public/icon.svg`, drawn by the Chrome that is installed
 * (`CHROME_PATH` names it). `made-from.txt` remembers which drawing they show; a test compares.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const source = readFileSync(join(root, 'renderer/public/icon.svg'), 'utf8');
const folder = join(root, 'resources/icons');

/** Files by name: edge in pixels, share of it that the drawing takes, and the colour in the place of its own. */
const pictures = {
  // Drawn on a plate: macOS and Windows put it on backgrounds of any colour.
  'icon.png': { edge: 1024, share: 0.62, plate: '#ffffff' },
  'tray.png': { edge: 16, share: 1 },
  'tray@2x.png': { edge: 32, share: 1 },
  // The names tell macOS to draw the shape in the colour of its bar.
  'trayTemplate.png': { edge: 16, share: 1, colour: '#000000' },
  'trayTemplate@2x.png': { edge: 32, share: 1, colour: '#000000' },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const [name, { edge, share, plate, colour }] of Object.entries(pictures)) {
  const drawing =
    colour === undefined ? source : source.replaceAll(/stroke="#[0-9a-f]+"/g, `stroke="${colour}"`);
  const inset = plate === undefined ? 0 : edge * 0.1;
  const plateStyle =
    plate === undefined
      ? ''
      : `background:${plate};border-radius:${edge * 0.18}px;box-shadow:0 ${edge * 0.008}px ${edge * 0.03}px #0003;`;
  await page.setViewportSize({ width: edge, height: edge });
  await page.setContent(
    `<style>body{margin:0}div{position:absolute;inset:${inset}px;display:grid;place-items:center;${plateStyle}}svg{width:${share * 100}%;height:${share * 100}%}</style><div>${drawing}</div>`,
  );
  writeFileSync(join(folder, name), await page.screenshot({ omitBackground: true }));
}
await browser.close();
writeFileSync(join(folder, 'made-from.txt'), `${createHash('sha256').update(source).digest('hex')}\n`);
