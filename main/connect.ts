import type { IpcMain, IpcMainEvent, MessageChannelMain as Channel, MessagePortMain } from 'electron';
import type { ServedPort } from '../shell/profile-types.ts';
import { isAppFrame } from './guards.ts';

/** Asked by the preload script; answered with a port on the same frame. */
export const CONNECT_CHANNEL = 'daymark:connect';
export const PORT_CHANNEL = 'daymark:port';

/** A page needs one port; a few more while it reloads. */
const MAX_PORTS_PER_PAGE = 4;

export interface ConnectOptions {
  ipcMain: Pick<IpcMain, 'on'>;
  MessageChannelMain: typeof Channel;
  /** Whether the sender is one of our own windows. */
  isOurs: (event: IpcMainEvent) => boolean;
  /** Serves the contract on an untrusted port. */
  serve: (port: ServedPort) => void;
  refused: (what: string) => void;
}

/** Hands a port of the services to the app's own page, and to no one else. */
export function offerPorts(options: ConnectOptions): void {
  const open = new Map<number, Set<MessagePortMain>>();
  options.ipcMain.on(CONNECT_CHANNEL, (event) => {
    const frame = event.senderFrame;
    if (frame === null || !options.isOurs(event) || !isAppFrame(frame)) {
      options.refused('port');
      return;
    }
    const id = event.sender.id;
    const ports = open.get(id) ?? new Set<MessagePortMain>();
    open.set(id, ports);
    if (ports.size >= MAX_PORTS_PER_PAGE) {
      options.refused('one more port');
      return;
    }
    const { port1, port2 } = new options.MessageChannelMain();
    ports.add(port1);
    port1.once('close', () => ports.delete(port1));
    options.serve(servedPort(port1, () => ports.delete(port1)));
    frame.postMessage(PORT_CHANNEL, null, [port2]);
  });
}

/** Electron tells of a close only the other end; `onClose` hears of one that starts here. */
function servedPort(port: MessagePortMain, onClose: () => void): ServedPort {
  return {
    on(event, callback) {
      if (event === 'message') port.on('message', ({ data }) => callback({ data }));
      else if (event === 'close') port.on('close', () => callback());
    },
    postMessage: (data) => port.postMessage(data),
    start: () => port.start(),
    close() {
      onClose();
      port.close();
    },
  };
}
