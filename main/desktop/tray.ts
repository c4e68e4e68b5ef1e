import type { Menu, MenuItemConstructorOptions, NativeImage, Tray as ElectronTray } from 'electron';
import type { Tray, TrayContent } from '../../shell/desktop.ts';

export interface TrayParts {
  /** Makes the icon; throws where the desktop has no place for one. */
  make(image: NativeImage): Pick<ElectronTray, 'setToolTip' | 'setContextMenu' | 'on'>;
  image(): NativeImage;
  Menu: Pick<typeof Menu, 'buildFromTemplate'>;
  failed(error: unknown): void;
}

/** The icon beside the clock. It is made when there is something to show, which is after Electron is ready. */
export function electronTray({ make, image, Menu: menu, failed }: TrayParts): Tray {
  let icon: ReturnType<TrayParts['make']> | null = null;
  let broken = false;
  let listener: ((id: string) => void) | null = null;
  const iconOnce = (): typeof icon => {
    if (icon || broken) return icon;
    try {
      icon = make(image());
      // On Linux and Windows a click opens the window; macOS shows the menu.
      icon.on('click', () => listener?.('open'));
    } catch (error) {
      broken = true;
      failed(error);
    }
    return icon;
  };
  return {
    show(content) {
      const shown = iconOnce();
      shown?.setToolTip(content.tooltip);
      shown?.setContextMenu(menu.buildFromTemplate(trayTemplate(content, (id) => listener?.(id))));
    },
    onChoice(heard) {
      listener = heard;
      return () => {
        listener = null;
      };
    },
  };
}

/** The menu's items, with a line between two groups. An `&` of a title would be taken for a mark of a key. */
export function trayTemplate(
  { groups }: TrayContent,
  choose: (id: string) => void,
): MenuItemConstructorOptions[] {
  return groups.flatMap((group, at): MenuItemConstructorOptions[] => [
    ...(at > 0 ? [{ type: 'separator' as const }] : []),
    ...group.map(({ id, label, enabled }) => ({
      label: label.replaceAll('&', '&&'),
      enabled,
      click: () => choose(id),
    })),
  ]);
}
