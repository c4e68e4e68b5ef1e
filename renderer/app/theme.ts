import { createTheme, Menu, Modal, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The accent in ten shades, light to dark; 6 is the light theme's accent and 3 the dark one's. */
const accent: MantineColorsTuple = [
  '#eef1fd',
  '#d9e0fb',
  '#b3c1f7',
  '#8ea4ff',
  '#6c86ea',
  '#4d6de2',
  '#3a5bd9',
  '#2f4dbd',
  '#27409d',
  '#1f337d',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, monospace',
  fontSizes: { xs: '12px', sm: '13.5px', md: '13.5px', lg: '15px', xl: '21px' },
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  defaultRadius: '7px',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.14 },
        shadow: 'none',
        closeButtonProps: { 'aria-label': 'Close' },
      },
    }),
    // The focus goes to the first choice; a placeholder for it would be a child that a menu may not have.
    Menu: Menu.extend({ defaultProps: { shadow: 'none', withInitialFocusPlaceholder: false } }),
  },
});

/** Mantine's own colours from the tokens, so that there is one place to change them. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-border': 'var(--hairline)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-error': 'var(--late)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
