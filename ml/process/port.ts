/**
 * The ml process's end of the channel to the process that started it, in the shape oRPC's message-port adapter
 * takes. Electron's `utilityProcess` gives `process.parentPort`; a Node fork gives `process.send` and `message`.
 */
export interface ParentPort {
  on(event: string, callback: (event?: { data: unknown }) => void): void;
  postMessage(data: unknown): void;
}

/** The part of `process` that leads to the parent. */
export interface ParentProcess {
  readonly connected: boolean;
  on(event: string, listener: (message: unknown) => void): unknown;
  send?(message: unknown, handle?: undefined, options?: undefined, done?: () => void): boolean;
}

/** The part of Electron's `process.parentPort` that is used; named here so that ml/ never imports Electron. */
interface ElectronParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/**
 * Finds the parent. `close` is reported when a fork's parent goes away; Electron ends its helpers itself.
 * @throws Error when this process was started by hand and has no parent to talk to
 */
export function parentPort(proc: ParentProcess = process): ParentPort {
  if ('parentPort' in proc && isElectronPort(proc.parentPort)) return electronPort(proc.parentPort);
  if (proc.send) return forkedPort(proc);
  throw new Error('the ml process is started by Daymark, never by hand');
}

function isElectronPort(value: unknown): value is ElectronParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

function electronPort(port: ElectronParentPort): ParentPort {
  return {
    on(event, callback) {
      if (event === 'message') port.on('message', callback);
    },
    postMessage: (data) => port.postMessage(data),
  };
}

function forkedPort(proc: ParentProcess): ParentPort {
  return {
    on(event, callback) {
      if (event === 'message') proc.on('message', (data) => callback({ data }));
      else if (event === 'close') proc.on('disconnect', () => callback());
    },
    postMessage(data) {
      // The parent may be gone between an answer's computation and its sending; `disconnect` ends this process.
      if (proc.connected) proc.send?.(data, undefined, undefined, () => {});
    },
  };
}
