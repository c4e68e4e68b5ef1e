import type { SyncDevice } from '../../core/domain/sync.ts';
import { DaymarkError } from '../../core/errors.ts';
import { openPiece, sealPiece, type DataKey, type Mailbox } from '../../sync/index.ts';
import type { ServiceContext } from '../context.ts';
import type { SyncState } from './state.ts';

/** What a device says of itself, sealed. */
interface DeviceNote {
  name: string;
  at: number;
  removed?: boolean;
}

/** The devices that share a mailbox: each says its name and when it was last here, or that another is out. */
export class Devices {
  readonly #ctx: ServiceContext;
  readonly #state: SyncState;

  constructor(ctx: ServiceContext, state: SyncState) {
    this.#ctx = ctx;
    this.#state = state;
  }

  /** Says who and how this device is, and hears that of the others. */
  async meet(mailbox: Mailbox, keys: readonly DataKey[], name: string): Promise<void> {
    const { db, clock } = this.#ctx;
    const own = db.changes.device();
    await putNote(mailbox, keys, own, { name, at: clock() });
    const devices: SyncDevice[] = [];
    for (const { device, bytes } of await mailbox.devices()) {
      const note = openNote(keys, device, bytes);
      if (note && !note.removed)
        devices.push({ id: device, name: note.name, own: device === own, seenAt: note.at });
    }
    devices.sort((a, b) => Number(b.own) - Number(a.own) || b.seenAt - a.seenAt);
    this.#state.patchRecord({ lastRoundAt: clock(), devices, removed: false });
  }

  /** @throws DaymarkError `unsupported` when another device has taken this one out */
  async refuseRemoved(mailbox: Mailbox, keys: readonly DataKey[]): Promise<void> {
    const own = this.#ctx.db.changes.device();
    const found = (await mailbox.devices()).find(({ device }) => device === own);
    if (!found || !openNote(keys, own, found.bytes)?.removed) return;
    this.#state.patchRecord({ removed: true });
    throw removedError();
  }

  /** Tells another device that it is out. Throws `notFound`. */
  async remove(mailbox: Mailbox, keys: readonly DataKey[], id: string): Promise<void> {
    const { devices } = this.#state.record();
    const device = devices.find((one) => one.id === id && !one.own);
    if (!device) throw new DaymarkError('notFound', { what: 'device', id });
    await putNote(mailbox, keys, id, { name: device.name, at: this.#ctx.clock(), removed: true });
    this.#state.patchRecord({ devices: devices.filter((one) => one.id !== id) });
  }
}

/** Why a removed device does no round. */
export function removedError(): DaymarkError {
  return new DaymarkError('unsupported', { reason: 'another device has taken this one out of the sync' });
}

function putNote(
  mailbox: Mailbox,
  keys: readonly DataKey[],
  device: string,
  note: DeviceNote,
): Promise<void> {
  const name = { kind: 'device' as const, device, number: 0, part: 0 };
  return mailbox.putDevice(device, sealPiece(keys, name, Buffer.from(JSON.stringify(note))));
}

/** Null when it can't be read here. */
function openNote(keys: readonly DataKey[], device: string, bytes: Uint8Array): DeviceNote | null {
  try {
    const plain = openPiece(keys, { kind: 'device', device, number: 0, part: 0 }, bytes);
    return JSON.parse(Buffer.from(plain).toString('utf8')) as DeviceNote;
  } catch {
    return null;
  }
}
