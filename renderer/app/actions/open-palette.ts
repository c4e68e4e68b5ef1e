import { spotlight } from '@mantine/spotlight';
import type { Action } from '../../ui/action.ts';

export const openPalette: Action = {
  id: 'open-palette',
  label: 'Command menu',
  group: 'Daymark',
  keys: ['mod+k'],
  hidden: true,
  run: () => spotlight.open(),
};
