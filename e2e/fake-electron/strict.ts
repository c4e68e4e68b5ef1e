/**
 * An object that fails loudly when asked for anything it does not have. Without this, code that uses an API which
 * the fake lacks would read `undefined` and might seem to work.
 */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      if (typeof property === 'string' && !(property in object) && !HARMLESS.has(property)) {
        throw new Error(`the fake Electron lacks ${name}.${property}`);
      }
      return Reflect.get(object, property, receiver);
    },
    set(object, property, value, receiver) {
      if (typeof property === 'string' && !(property in object)) {
        throw new Error(`the fake Electron lacks ${name}.${property}`);
      }
      return Reflect.set(object, property, value, receiver);
    },
  });
}

/** Looked up by the language and by Node on any object. */
const HARMLESS = new Set(['then', 'toJSON', 'domain', 'asymmetricMatch', 'nodeType']);
