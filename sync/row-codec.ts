import type { PlainValue, RowState } from './row-state.ts';
import type { Stamp, Vector } from './stamp.ts';

/**
 * A row's state as compact text. Most fields of a row were written at the same moment, so that stamps are listed once
 * and referred to by their place.
 */

type PackedStamp = [at: number, counter: number, device: string, seq: number];

interface Packed {
  w: Vector;
  d?: Vector;
  t: PackedStamp[];
  f: Record<string, [PlainValue, number]>;
  s?: Record<
    string,
    { e: [key: string, value: string, present: 0 | 1, stamp: number][]; o?: [string[], number] }
  >;
}

export function packRow(row: RowState): string {
  const places = new Map<string, number>();
  const stamps: PackedStamp[] = [];
  const place = ({ at, counter, device, seq }: Stamp): number => {
    const key = `${at}/${counter}/${device}/${seq}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, stamps.length);
    return stamps.push([at, counter, device, seq]) - 1;
  };
  const packed: Packed = { w: row.writes, t: stamps, f: {} };
  if (Object.keys(row.deleted).length > 0) packed.d = row.deleted;
  for (const [name, { value, stamp }] of Object.entries(row.fields)) packed.f[name] = [value, place(stamp)];
  for (const [name, set] of Object.entries(row.sets)) {
    packed.s ??= {};
    packed.s[name] = {
      e: [...set.elements].map(([key, { value, present, stamp }]) => [
        key,
        value,
        present ? 1 : 0,
        place(stamp),
      ]),
      ...(set.order ? { o: [set.order.keys, place(set.order.stamp)] } : {}),
    };
  }
  return JSON.stringify(packed);
}

/** @throws SyntaxError, TypeError for text that `packRow` did not make. */
export function unpackRow(text: string): RowState {
  const packed = JSON.parse(text) as Packed;
  const stamps = packed.t.map(([at, counter, device, seq]): Stamp => ({ at, counter, device, seq }));
  const stampAt = (place: number): Stamp => {
    const stamp = stamps[place];
    if (!stamp) throw new TypeError('a stamp is missing');
    return stamp;
  };
  const row: RowState = { writes: packed.w, deleted: packed.d ?? {}, fields: {}, sets: {} };
  for (const [name, [value, place]] of Object.entries(packed.f))
    row.fields[name] = { value, stamp: stampAt(place) };
  for (const [name, { e, o }] of Object.entries(packed.s ?? {})) {
    row.sets[name] = {
      elements: new Map(
        e.map(([key, value, present, place]) => [
          key,
          { value, present: present === 1, stamp: stampAt(place) },
        ]),
      ),
      order: o ? { keys: o[0], stamp: stampAt(o[1]) } : null,
    };
  }
  return row;
}
