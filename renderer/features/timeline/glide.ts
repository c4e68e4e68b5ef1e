import type { Entry } from './entries.ts';

const GLIDE_MS = 260;

/**
 * Lets a block glide from where it was to its new place when the plan changes, so that the eye can follow. The
 * grid builds its blocks anew on each change; this remembers where each one stood on the screen.
 */
export class Glide {
  #boxes = new Map<string, { el: HTMLElement; start: string }>();
  #before = new Map<string, DOMRect>();
  #starts = new Map<string, string>();

  /** Called before the grid draws these entries: notes where those that will move stand now. */
  expect(entries: readonly Entry[]): void {
    const starts = new Map(entries.map((entry) => [entry.id, entry.start]));
    for (const [id, { el, start }] of this.#boxes) {
      const next = starts.get(id);
      if (next !== undefined && next !== start && el.isConnected)
        this.#before.set(id, el.getBoundingClientRect());
    }
    this.#starts = starts;
  }

  /** Called when the grid has put a block in place. */
  arrived(id: string, el: HTMLElement): void {
    this.#boxes.set(id, { el, start: this.#starts.get(id) ?? '' });
    const before = this.#before.get(id);
    if (!before) return;
    this.#before.delete(id);
    requestAnimationFrame(() => {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const after = el.getBoundingClientRect();
      const [dx, dy] = [before.left - after.left, before.top - after.top];
      if (dx === 0 && dy === 0) return;
      el.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: 'none' }], {
        duration: GLIDE_MS,
        easing: 'cubic-bezier(0.2, 0, 0, 1)',
      });
    });
  }
}
