import { registerHooks } from 'node:module';

/** Gives the built main process the double instead of Electron. Loaded with `node --import`. */
const double = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: double, shortCircuit: true };
    return next(specifier, context);
  },
});
