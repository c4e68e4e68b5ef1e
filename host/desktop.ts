import type { Desktop } from '../shell/desktop.ts';

/** What a process without a window can ask of the desktop. */
export const hostDesktop: Desktop = { links: { open: openInBrowser } };

async function openInBrowser(target: string): Promise<void> {
  const { default: open } = await import('open');
  const child = await open(target);
  await new Promise<void>((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => {
      // Null: it was ended by a signal, such as the end of the session; a page may well be open.
      if (code === null || code === 0) done();
      else failed(new Error(`the browser's launcher ended with ${code}`));
    });
  });
}
