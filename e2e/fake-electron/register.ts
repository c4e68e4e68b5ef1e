import { registerHooks } from 'node:module';

/** Gives the built main process the fake instead of Electron. Loaded with `node --import`. */
const fake = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: fake, shortCircuit: true };
    return next(specifier, context);
  },
});
