/**
 * Moves the clock of a process of the app, so that a test's day does not depend on the day it runs: loaded with
 * `node --import`, reads the shift from its own address, which helpers inherit. Time goes on as usual from there.
 */

const shiftMs = Number(new URL(import.meta.url).searchParams.get('shiftMs') ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...args: [] | [number | string | Date] | number[]) {
    if (args.length === 0) super(RealDate.now() + shiftMs);
    else super(...(args as [number]));
  }

  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}

if (shiftMs !== 0) globalThis.Date = ShiftedDate as DateConstructor;
