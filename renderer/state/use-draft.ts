import { useEffect, useLayoutEffect, useState } from 'react';
import { codeOf } from '../api/errors.ts';
import { createStore, useStore } from '../api/store.ts';

/** Typing that rests this long is saved. */
const PAUSE_MS = 800;
/** A save that fails is tried again after this. */
const RETRY_MS = 2_000;

interface Options {
  /** The stored text. */
  value: string;
  /** Stores a text; rejects when it could not be stored. */
  save(text: string): Promise<unknown>;
  /** The text as it is stored, or null for one that can't be (an empty title): then the stored one stays. */
  normalise?(text: string): string | null;
  /** Told once about each run of failures. */
  onFailure(error: unknown): void;
}

export interface Draft {
  /** What the field shows. */
  text: string;
  /** Something was typed that the stored text does not say yet. */
  isOpen: boolean;
  type(text: string): void;
  /** The field was left: saves at once. */
  leave(): void;
}

/**
 * Text that is being typed into a field of record. It is saved on each pause, on leaving, when the field goes away and
 * when the page is hidden or closed; until it is stored the field goes on showing it, and a save that did not
 * arrive is tried again.
 */
export function useDraft({ value, save, normalise = (text) => text, onFailure }: Options): Draft {
  const [saver] = useState(() => new Saver());
  const draft = useStore(saver.draft);
  useLayoutEffect(() => saver.follow({ value, save, normalise, onFailure }));

  useEffect(() => {
    const flush = (): void => saver.flush();
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [saver]);

  return {
    text: draft ?? value,
    isOpen: draft !== null,
    type: (text) => saver.type(text),
    leave: () => saver.leave(),
  };
}

/** Sends one text at a time, the newest last; outlives its field until that one is stored. */
class Saver {
  /** What is typed and not stored yet; null while the field shows the stored text. */
  readonly draft = createStore<string | null>(null);
  #options: Required<Options> | null = null;
  #typing = false;
  #wanted: string | null = null;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the field's newest text and handlers. */
  follow(options: Required<Options>): void {
    this.#options = options;
    this.#settle();
  }

  type(text: string): void {
    this.#typing = true;
    this.draft.set(text);
    this.#wanted = this.#options?.normalise(text) ?? null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
  }

  leave(): void {
    this.#typing = false;
    this.flush();
    this.#settle();
  }

  flush(): void {
    clearTimeout(this.#timer);
    if (this.#wanted !== null && !this.#sending) void this.#send();
  }

  /** Once the store says what was typed, and no one types any more, the field shows the stored text again. */
  #settle(): void {
    const draft = this.draft.get();
    if (draft === null || this.#typing || this.#options === null) return;
    const { normalise, value } = this.#options;
    if ((normalise(draft) ?? value) === value) this.draft.set(null);
  }

  async #send(): Promise<void> {
    this.#sending = true;
    let hasFailed = false;
    while (this.#wanted !== null && this.#options) {
      const text: string = this.#wanted;
      try {
        await this.#options.save(text);
        if (this.#wanted === text) this.#wanted = null;
      } catch (error) {
        if (!hasFailed) this.#options.onFailure(error);
        hasFailed = true;
        // A refusal stays one; only what never arrived is worth another try.
        if (codeOf(error) !== null) break;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    this.#wanted = null;
    this.#sending = false;
  }
}
