import { spotlight } from '@mantine/spotlight';
import type { Action } from './action.ts';

export const openPalette: Action = {
  id: 'open-palette',
  label: 'Command menu',
  group: 'Daymark',
  keys: ['mod+k'],
  hidden: true,
  run: () => spotlight.open(),
};
