const MOVE_MS = 260;

interface Place {
  left: number;
  top: number;
}

/** Where each block last stood, relative to its grid; one memory serves whichever grid is shown. */
const places = new Map<string, Place>();

/**
 * Animates a block from where it was to where it now stands, so that the eye follows when the plan changes. The
 * grid builds its blocks again on each change, so this goes by the block's own id. Call it when a block was put in.
 */
export function animateMove(id: string, el: HTMLElement): void {
  requestAnimationFrame(() => {
    const grid = el.closest('[data-grid]');
    if (!grid) return;
    const key = `${grid.getAttribute('data-grid')}:${id}`;
    const now = placeIn(grid, el);
    const before = places.get(key);
    places.set(key, now);
    if (before) animate(el, { left: before.left - now.left, top: before.top - now.top });
  });
}

/** A block that a person moved is where they want it: the move is not animated a second time. */
export function forgetPlace(id: string): void {
  for (const key of places.keys()) {
    if (key.endsWith(`:${id}`)) places.delete(key);
  }
}

function placeIn(grid: Element, el: Element): Place {
  const [outer, inner] = [grid.getBoundingClientRect(), el.getBoundingClientRect()];
  return { left: inner.left - outer.left, top: inner.top - outer.top };
}

function animate(el: HTMLElement, by: Place): void {
  if (Math.abs(by.left) + Math.abs(by.top) < 1) return;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  el.animate([{ transform: `translate(${by.left}px, ${by.top}px)` }, { transform: 'none' }], {
    duration: MOVE_MS,
    easing: 'cubic-bezier(0.2, 0, 0, 1)',
  });
}
