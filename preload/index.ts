import { contextBridge, ipcRenderer } from 'electron';

/** The little of the page that this script touches; the folder is compiled without the DOM's types. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

/**
 * All that the page gets from Electron: it can ask for a port to the services. Main checks who asks, and the port comes
 * as a `message` event with the data `daymark:port`; a function's answer could not carry it into the page's world.
 */

contextBridge.exposeInMainWorld('daymark', {
  connect: (): void => ipcRenderer.send('daymark:connect'),
});

ipcRenderer.on('daymark:port', (event) => {
  window.postMessage('daymark:port', window.location.origin, event.ports);
});
