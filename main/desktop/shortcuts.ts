import type { GlobalShortcut } from 'electron';
import type { Shortcuts } from '../../shell/desktop.ts';

type Registry = Pick<GlobalShortcut, 'register' | 'unregister'>;

/** Keys for the whole desktop. Some Wayland desktops ask the person first, others give none: then they count as taken. */
export function electronShortcuts(registry: Registry): Shortcuts {
  const held = new Map<string, string>();
  let listener: ((name: string) => void) | null = null;
  return {
    set(name, keys) {
      const before = held.get(name);
      if (before === (keys ?? undefined)) return true;
      if (keys !== null && !registered(registry, keys, () => listener?.(name))) return false;
      if (before !== undefined) registry.unregister(before);
      if (keys === null) held.delete(name);
      else held.set(name, keys);
      return true;
    },
    onPress(heard) {
      listener = heard;
      return () => {
        listener = null;
      };
    },
  };
}

/** Electron throws for keys that it can't read, which is the same to the person as keys that are taken. */
function registered(registry: Registry, keys: string, pressed: () => void): boolean {
  try {
    return registry.register(keys, pressed);
  } catch {
    return false;
  }
}
