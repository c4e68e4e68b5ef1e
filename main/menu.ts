import type { MenuItemConstructorOptions } from 'electron';

/** The menu bar: what the platform expects for editing and windows; Daymark's own commands live in the page. */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
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
        { type: 'separator' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ];
  return platform === 'darwin'
    ? [{ role: 'appMenu' }, ...common]
    : [{ label: 'File', submenu: [{ role: 'quit' }] }, ...common];
}
