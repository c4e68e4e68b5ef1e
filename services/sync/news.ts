import type { Mailbox } from '../../sync/index.ts';

/** A listener that ended without a word is replaced after so long. */
const RENEW_MS = 5 * 60_000;

/** Hears from the mailbox when another device has put something there. What it misses, the next round finds. */
export class News {
  readonly #heard: () => void;
  #mailbox: Mailbox | null = null;
  #since = 0;

  constructor(heard: () => void) {
    this.#heard = heard;
  }

  /** Listens from here on; nothing while it has listened for less than five minutes. */
  async listen(open: () => Mailbox, own: string, now: number): Promise<void> {
    if (this.#mailbox && now - this.#since < RENEW_MS) return;
    await this.stop();
    const mailbox = open();
    this.#mailbox = mailbox;
    this.#since = now;
    try {
      await mailbox.watch(own, this.#heard);
    } catch {
      // Not every server or file system calls; rounds go on by the clock.
      if (this.#mailbox === mailbox) await this.stop();
    }
  }

  async stop(): Promise<void> {
    const mailbox = this.#mailbox;
    this.#mailbox = null;
    await mailbox?.close().catch(() => {});
  }
}
