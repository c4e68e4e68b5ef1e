import { removeOpeners, writeOpener } from '../shell/opener.ts';

/**
 * Who gets to see an address with a token. The browser gets a file that only this user can read; the terminal in front of the
 * person, or who asked for the address with `BROWSER=none`, gets it in words; output that goes elsewhere (a journal, a log)
 * only names the place.
 */

export interface AnnounceOptions {
  dataDir: string;
  /** With its one-time token. */
  address: string;
  /** `BROWSER=none`: open nothing. */
  opensBrowser: boolean;
  /** Whether what is printed is read by the person who started this. */
  isTerminal: boolean;
  print(text: string): void;
  /** Starts the browser; `failed` is called when it could not be. */
  open(target: string, failed: () => void): void;
}

const ONCE = 'It works once, within a minute; run the same command again for a new one.';

export function announce(options: AnnounceOptions): void {
  const { dataDir, address, opensBrowser, isTerminal, print, open } = options;
  if (!opensBrowser) return print(`Daymark is at ${address}\n${ONCE}\n`);
  print(`Daymark is at ${new URL(address).origin}\n`);
  const tell = (why: string): void => print(`${why} ${address}\n${ONCE}\n`);
  if (isTerminal) tell('Should no page have opened, use');
  const failed = (): void => {
    removeOpeners(dataDir);
    if (!isTerminal) tell('No browser could be opened. Use');
  };
  let opener: string;
  try {
    opener = writeOpener(dataDir, address);
  } catch {
    return failed();
  }
  open(opener, failed);
}
