import type { Dialog } from 'electron';

export interface LinkOfferOptions {
  dialog: Pick<Dialog, 'showMessageBox'>;
  openExternal: (url: string) => Promise<void>;
}

/**
 * Opens a link in the person's browser after they said so: an address can carry data out, so a page alone can't
 * send it anywhere. While one question is open, further links are dropped. `url` has passed `externalLink`.
 */
export function linkOffer({ dialog, openExternal }: LinkOfferOptions): (url: string) => void {
  let asking = false;
  const ask = async (url: string): Promise<void> => {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: `Open ${new URL(url).host} in your browser?`,
      detail: url,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) await openExternal(url);
  };
  return (url) => {
    if (asking) return;
    asking = true;
    ask(url)
      .catch(() => {
        // No browser, or no window system to ask in: there is nothing to undo.
      })
      .finally(() => {
        asking = false;
      });
  };
}
