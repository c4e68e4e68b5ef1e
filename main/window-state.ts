import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Where the window stood, kept in a small file beside Electron's own. Lengths are device-independent pixels. */

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  /** Absent on the very first start: Electron then centres the window. */
  bounds: Rectangle | null;
  maximized: boolean;
}

export const DEFAULT_SIZE = { width: 1_280, height: 820 } as const;
export const MIN_SIZE = { width: 640, height: 480 } as const;

const FRESH: WindowState = { bounds: null, maximized: false };

/** Reads the file; anything unreadable counts as a first start. */
export function readWindowState(path: string): WindowState {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof stored !== 'object' || stored === null) return FRESH;
    const bounds = 'bounds' in stored && isRectangle(stored.bounds) ? stored.bounds : null;
    return { bounds, maximized: 'maximized' in stored && stored.maximized === true };
  } catch {
    return FRESH;
  }
}

/** Writes the file whole or not at all. Losing it costs nothing, so a full disk is no error. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // The window opens in its default place the next time.
  }
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const numbers = ['x', 'y', 'width', 'height'].map((key) => (value as Record<string, unknown>)[key]);
  return numbers.every((n) => typeof n === 'number' && Number.isFinite(n) && Math.abs(n) < 100_000);
}

/**
 * Brings remembered bounds back onto the displays there are now: the display they overlap most takes the window
 * whole; when they touch none (a monitor was unplugged), null, and the window opens in its default place.
 */
export function fitToDisplays(bounds: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle | null {
  if (bounds === null) return null;
  let best: Rectangle | null = null;
  let bestOverlap = 0;
  for (const area of workAreas) {
    const overlap = overlapOf(bounds, area);
    if (overlap > bestOverlap) {
      best = area;
      bestOverlap = overlap;
    }
  }
  if (best === null) return null;
  const width = Math.min(Math.max(Math.round(bounds.width), MIN_SIZE.width), best.width);
  const height = Math.min(Math.max(Math.round(bounds.height), MIN_SIZE.height), best.height);
  return {
    x: clamp(Math.round(bounds.x), best.x, best.x + best.width - width),
    y: clamp(Math.round(bounds.y), best.y, best.y + best.height - height),
    width,
    height,
  };
}

function overlapOf(a: Rectangle, b: Rectangle): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > 0 && down > 0 ? across * down : 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
