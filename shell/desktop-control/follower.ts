import type { LiveChange } from '../../core/domain/views.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import type { AppClient } from '../rpc.ts';
import type { Badge, Tray } from '../desktop.ts';
import { nextBoundary, trayContent } from './tray-content.ts';

/** Keeps the tray and the number on the icon up to date: after changes, and when a block begins or ends. Nothing is polled. */

export interface FollowerParts {
  client: AppClient;
  tray: Tray | undefined;
  badge: Badge | undefined;
  windows: boolean;
  /** Whether tasks may be named: the profile is open. */
  isOpen(): boolean;
  /** Whether the person wants a number on the icon. */
  wantsBadge(): boolean;
  failed(error: unknown): void;
}

const TOPICS: ReadonlySet<LiveChange['topic']> = new Set(['tasks', 'plan', 'settings', 'events', 'habits']);
/** Changes come in bursts; what stands in the tray is looked at seldom. */
const PAUSE_MS = 300;
/** Timers count in 31 bits, and a machine that slept is late: none waits longer than this. */
const LONGEST_WAIT_MS = 6 * 3_600_000;

export class DesktopFollower {
  readonly #parts: FollowerParts;
  #shown = '';
  #count = 0;
  #soon: NodeJS.Timeout | undefined;
  #boundary: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** Follows what is pushed, until the source ends. */
  async follow(changes: AsyncIterable<LiveChange>): Promise<void> {
    for await (const change of changes) if (TOPICS.has(change.topic)) this.lookSoon();
  }

  /** Looks again in a moment: something may have changed. */
  lookSoon(): void {
    if (this.#ended) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.look(), PAUSE_MS);
    this.#soon.unref();
  }

  /** Looks now. Never rejects. */
  async look(): Promise<void> {
    if (this.#ended) return;
    clearTimeout(this.#boundary);
    try {
      await (this.#parts.isOpen() ? this.#showOpen() : this.#showLocked());
    } catch (error) {
      // Locked in the middle of it: nothing of it may stay.
      if (!this.#parts.isOpen()) this.#showLocked();
      else this.#parts.failed(error);
    }
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#soon);
    clearTimeout(this.#boundary);
  }

  async #showOpen(): Promise<void> {
    const { client, tray, windows, isOpen, wantsBadge } = this.#parts;
    const [status, plan, { task }, counts] = await Promise.all([
      client.app.status(),
      client.planning.current(),
      client.tasks.running(),
      client.tasks.counts(),
    ]);
    if (!isOpen() || this.#ended) return this.#showLocked();
    const now = localOf(status.now, status.tz);
    if (tray) this.#show(tray, trayContent({ blocks: plan.blocks, running: task, now, windows }));
    this.#setBadge(wantsBadge() ? counts.today : 0);
    const boundary = nextBoundary(plan.blocks, now);
    if (boundary === null) return;
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(1_000, instantOf(boundary, status.tz) - status.now));
    this.#boundary = setTimeout(() => void this.look(), wait);
    this.#boundary.unref();
  }

  #showLocked(): void {
    if (this.#parts.tray) this.#show(this.#parts.tray, trayContent(null));
    this.#setBadge(0);
  }

  #show(tray: Tray, content: ReturnType<typeof trayContent>): void {
    const text = JSON.stringify(content);
    if (text === this.#shown) return;
    this.#shown = text;
    tray.show(content);
  }

  #setBadge(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#parts.badge?.set(count);
  }
}
