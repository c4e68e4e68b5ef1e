import { useEffect } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import { useSettings } from '../api/hooks.ts';

/** Shows the colours that the person has chosen. */
export function useTheme(): void {
  const chosen = useSettings().data?.theme;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (chosen) setColorScheme(chosen === 'system' ? 'auto' : chosen);
  }, [chosen, setColorScheme]);
}
