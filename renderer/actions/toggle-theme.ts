import type { Action } from './action.ts';

export const toggleTheme: Action = {
  id: 'toggle-theme',
  label: 'Switch between light and dark',
  group: 'Daymark',
  keys: [],
  run: ({ client }) => {
    const dark = document.documentElement.dataset['mantineColorScheme'] === 'dark';
    return client.preferences.update({ theme: dark ? 'light' : 'dark' });
  },
};
