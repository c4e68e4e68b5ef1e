import type { WindowName } from '../../core/domain/desktop.ts';

/** Which of the program's windows this page stands in; a browser has the main one alone. */
export const ownWindow: WindowName =
  typeof window === 'undefined' ? 'main' : readWindowName(window.location.search);

/** From an address such as `?window=quickAdd`; anything unknown is the main window. */
function readWindowName(search: string): WindowName {
  const named = new URLSearchParams(search).get('window');
  return named === 'quickAdd' || named === 'focus' ? named : 'main';
}
