/**
 * When and where something was written: the hybrid logical clock of the change log (Kulkarni et al., "Logical Physical
 * Clocks", 2014), the device, and the number of the write among those of its device.
 */
export interface Stamp {
  /** Epoch ms that never goes back on one device, nor behind anything the device has heard of. */
  at: number;
  counter: number;
  device: string;
  /** Grows with every write of its device. */
  seq: number;
}

/** Orders writes the same on every device: by clock, and by device where clocks agree. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.counter !== b.counter) return a.counter - b.counter;
  if (a.device !== b.device) return a.device < b.device ? -1 : 1;
  return a.seq - b.seq;
}

/** A version vector: for each device the number of its newest write that is included. */
export type Vector = Record<string, number>;

/** Includes in `vector` whatever `other` includes. */
export function joinInto(vector: Vector, other: Vector): void {
  for (const [device, seq] of Object.entries(other)) {
    if (seq > (vector[device] ?? 0)) vector[device] = seq;
  }
}

/** Whether `vector` includes everything that `other` does. */
export function includes(vector: Vector, other: Vector): boolean {
  return Object.entries(other).every(([device, seq]) => (vector[device] ?? 0) >= seq);
}
