import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIN_SIZE, fitToDisplays, readWindowState, writeWindowState } from './window-state.ts';

const laptop = { x: 0, y: 25, width: 1_440, height: 875 };
const monitor = { x: 1_440, y: 0, width: 2_560, height: 1_400 };

describe('fitToDisplays', () => {
  it('leaves a window that is wholly visible where it was', () => {
    const bounds = { x: 1_600, y: 100, width: 1_200, height: 800 };
    expect(fitToDisplays(bounds, [laptop, monitor])).toEqual(bounds);
  });

  it('moves a window that hangs over an edge into the display it is mostly on', () => {
    expect(fitToDisplays({ x: -300, y: -40, width: 1_000, height: 700 }, [laptop])).toEqual({
      x: 0,
      y: 25,
      width: 1_000,
      height: 700,
    });
  });

  it('shrinks a window that is larger than its display', () => {
    expect(fitToDisplays({ x: 0, y: 0, width: 3_000, height: 2_000 }, [laptop])).toEqual(laptop);
  });

  it('forgets a window on a monitor that is gone, and the first start has none', () => {
    expect(fitToDisplays({ x: 1_600, y: 100, width: 800, height: 600 }, [laptop])).toBeNull();
    expect(fitToDisplays(null, [laptop])).toBeNull();
    expect(fitToDisplays({ x: 0, y: 0, width: 800, height: 600 }, [])).toBeNull();
  });

  it('always lands inside one display, never below the least size that the display allows', () => {
    const coordinate = fc.integer({ min: -5_000, max: 5_000 });
    const length = fc.integer({ min: 1, max: 6_000 });
    const rectangle = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
    const display = fc.record({
      x: coordinate,
      y: coordinate,
      width: fc.integer({ min: 320, max: 6_000 }),
      height: fc.integer({ min: 240, max: 6_000 }),
    });
    fc.assert(
      fc.property(rectangle, fc.array(display, { minLength: 1, maxLength: 4 }), (bounds, displays) => {
        const fitted = fitToDisplays(bounds, displays);
        if (fitted === null) return;
        const inside = displays.some(
          (area) =>
            fitted.x >= area.x &&
            fitted.y >= area.y &&
            fitted.x + fitted.width <= area.x + area.width &&
            fitted.y + fitted.height <= area.y + area.height &&
            fitted.width >= Math.min(MIN_SIZE.width, area.width) &&
            fitted.height >= Math.min(MIN_SIZE.height, area.height),
        );
        expect(inside).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the window state file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daymark-window-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('comes back as it was written, readable by its owner only', () => {
    const path = join(folder, 'window.json');
    const state = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximized: true };
    writeWindowState(path, state);
    expect(readWindowState(path)).toEqual(state);
    expect(readdirSync(folder)).toEqual(['window.json']);
    const ownerOnly = process.platform === 'win32' || (statSync(path).mode & 0o077) === 0;
    expect(ownerOnly).toBe(true);
  });

  it.each([
    ['nothing there', null],
    ['not JSON', '{"bounds":'],
    ['another shape', '[1, 2]'],
    ['a string for a number', '{"bounds": {"x": "1", "y": 2, "width": 3, "height": 4}}'],
    ['a monstrous number', '{"bounds": {"x": 1e300, "y": 2, "width": 3, "height": 4}}'],
    ['null', 'null'],
  ])('counts %s as a first start', (_what, content) => {
    const path = join(folder, 'window.json');
    if (content !== null) writeFileSync(path, content);
    expect(readWindowState(path)).toEqual({ bounds: null, maximized: false });
  });

  it('does not mind a folder that can not be written', () => {
    const path = join(folder, 'absent', 'window.json');
    expect(() => writeWindowState(path, { bounds: null, maximized: false })).not.toThrow();
  });
});
