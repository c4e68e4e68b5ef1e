import type { App } from 'electron';
import type { Unsubscribe } from '../../shell/desktop.ts';
import { OWN_SCHEME } from '../../shell/desktop-control/links.ts';

/**
 * Where `daymark://` addresses come in: an event of the system on macOS, the arguments of a second start or of this one
 * elsewhere. They are handed on unread; what they may say is decided where they are heard.
 */
export class OwnLinks {
  #listener: ((address: string) => void) | null = null;
  #early: string | null = null;

  /** Has to be made before Electron is ready: macOS tells of the address that started the program before that. */
  constructor(app: Pick<App, 'on'>, argv: readonly string[]) {
    app.on('open-url', (event, address) => {
      event.preventDefault();
      this.take(address);
    });
    app.on('second-instance', (_event, later) => this.#takeFrom(later));
    this.#takeFrom(argv);
  }

  /** Takes an address as if the system had given it; the entries of dock and jump list come in here, too. */
  take(address: string): void {
    if (this.#listener) this.#listener(address);
    // One at a time: the first is what the person clicked, and nobody has seen it yet.
    else this.#early ??= address;
  }

  on(listener: (address: string) => void): Unsubscribe {
    this.#listener = listener;
    const early = this.#early;
    this.#early = null;
    // Whoever listens is still being made.
    if (early !== null) queueMicrotask(() => listener(early));
    return () => {
      this.#listener = null;
    };
  }

  #takeFrom(argv: readonly string[]): void {
    const address = argv.find(isOwnLink);
    if (address !== undefined) this.take(address);
  }
}

/**
 * The arguments that count as options of the program: those before an address. What stands behind one was made by whoever made
 * the address.
 */
export function trustedArguments(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex(isOwnLink);
  return at === -1 ? argv : argv.slice(0, at);
}

const isOwnLink = (argument: string): boolean => argument.toLowerCase().startsWith(OWN_SCHEME);
