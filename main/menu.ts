import type { MenuItemConstructorOptions } from 'electron';

/** The menu bar: what the platform expects for editing and windows; Daymark's own commands live in the page. */
export function menuTemplate(
  platform: NodeJS.Platform,
  { packaged }: { packaged: boolean },
): MenuItemConstructorOptions[] {
  const tools: MenuItemConstructorOptions[] = packaged
    ? []
    : [{ type: 'separator' }, { role: 'toggleDevTools' }];
  const common: MenuItemConstructorOptions[] = [
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...tools,
      ],
    },
    { role: 'windowMenu' },
  ];
  return platform === 'darwin'
    ? [{ role: 'appMenu' }, ...common]
    : [{ label: 'File', submenu: [{ role: 'quit' }] }, ...common];
}
