import type { Sentence } from '../message.ts';

/** Words of the tray, the dock and the jump list: they stand outside the window, beside other programs. */
export const desktop: Record<string, Sentence> = {
  'desktop.locked': () => 'Daymark is locked',
  'desktop.nothingNext': () => 'Nothing more today',
  'desktop.next': ({ time, title }) => `Next ${time}  ${title}`,
  'desktop.now': ({ until, title }) => `Until ${until}  ${title}`,
  'desktop.tooltip': ({ line }) => `Daymark – ${line}`,
  'desktop.running': ({ title }) => `Timer: ${title}`,
  'desktop.start': ({ title }) => `Start “${title}”`,
  'desktop.pause': ({ title }) => `Pause “${title}”`,
  'desktop.finish': ({ title }) => `Finish “${title}”`,
  'desktop.quickAdd': () => 'Add a task…',
  'desktop.focus': () => 'Focus window',
  'desktop.open': () => 'Open Daymark',
  'desktop.quit': () => 'Quit Daymark',
};
