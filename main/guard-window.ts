import type { Session, WebContents } from 'electron';
import { DEAD_ADDRESS, externalLink, isAppUrl, mayLoad, mayUse } from './guards.ts';

/** Puts the guards of guards.ts on Electron's objects. */

export interface GuardOptions {
  /** Offers a link to the person's browser; it has passed `externalLink`. */
  openLink: (url: string) => void;
  /** A refusal is a bug or an attack, so it is logged: what was refused, never the address. */
  refused: (what: string) => void;
}

/** Keeps a page at the app's own address and turns every other way out into an offered link. */
export function guardContents(contents: WebContents, { openLink, refused }: GuardOptions): void {
  const leave = (url: string, what: string): void => {
    refused(what);
    const link = externalLink(url);
    if (link !== null) openLink(link);
  };
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isAppUrl(event.url)) return;
    event.preventDefault();
    if (event.isMainFrame) leave(event.url, 'navigation');
    else refused('frame navigation');
  });
  contents.on('will-redirect', (event) => {
    if (isAppUrl(event.url)) return;
    event.preventDefault();
    refused('redirect');
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('webview');
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    leave(url, 'window');
    return { action: 'deny' };
  });
}

/** Refuses permissions and devices, downloads, and every request that leaves the app. */
export function guardSession(session: Session, { refused }: Pick<GuardOptions, 'refused'>): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const allowed = mayUse(permission, details.requestingUrl, details.isMainFrame);
    if (!allowed) refused(`permission ${permission}`);
    answer(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, _origin, details) =>
    mayUse(permission, details.requestingUrl, details.isMainFrame),
  );
  // Words typed go nowhere, and no dictionary is fetched for them.
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerDictionaryDownloadURL(DEAD_ADDRESS);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.on('will-download', (event) => {
    event.preventDefault();
    refused('download');
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = mayLoad(details.url);
    if (!allowed) refused('request');
    answer({ cancel: !allowed });
  });
}
