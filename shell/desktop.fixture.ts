import type { WindowName } from '../core/domain/desktop.ts';
import type { Desktop, TrayContent } from './desktop.ts';

/** A desktop whose person and system are the test. */
export interface TestDesktop {
  desktop: Desktop;
  tray: TrayContent[];
  /** Windows that were shown, hidden (`-`) and kept warm (`~`), in order. */
  windows: string[];
  badge: number[];
  keys: Map<string, string>;
  /** What other programs hold. */
  foreign: Set<string>;
  login: { on: boolean };
  clipboard: { text: string };
  idle: { ms: number };
  link(address: string): void;
  press(name: string): void;
  choose(id: string): void;
  power(event: 'sleep' | 'wake' | 'lock' | 'unlock'): void;
}

/** A desktop with every part there is. */
export function testDesktop(): TestDesktop {
  const heard = new Map<string, Set<(what: never) => void>>();
  const hear =
    <T>(name: string) =>
    (listener: (what: T) => void) => {
      const one = listener as (what: never) => void;
      heard.set(name, (heard.get(name) ?? new Set()).add(one));
      return () => void heard.get(name)?.delete(one);
    };
  const tell = (name: string, what: string): void => {
    for (const listener of heard.get(name) ?? []) listener(what as never);
  };
  const said: TestDesktop = {
    tray: [],
    windows: [],
    badge: [],
    keys: new Map(),
    foreign: new Set(),
    login: { on: false },
    clipboard: { text: '' },
    idle: { ms: 0 },
    link: (address) => tell('link', address),
    press: (name) => tell('press', name),
    choose: (id) => tell('choose', id),
    power: (event) => tell('power', event),
    desktop: {
      links: { open: async () => {}, onOwn: hear('link') },
      power: { state: () => ({ onBattery: false, idleMs: said.idle.ms }), onChange: hear('power') },
      tray: { show: (content) => void said.tray.push(content), onChoice: hear('choose') },
      shortcuts: {
        set(name, keys) {
          if (keys !== null && said.foreign.has(keys)) return false;
          if (keys === null) said.keys.delete(name);
          else said.keys.set(name, keys);
          return true;
        },
        onPress: hear('press'),
      },
      windows: {
        show: (window: WindowName) => void said.windows.push(window),
        hide: (window) => void said.windows.push(`-${window}`),
        keepWarm: (window, warm) => void (warm && said.windows.push(`~${window}`)),
        keepRunning: () => {},
        quit: () => void said.windows.push('quit'),
      },
      loginItem: {
        isOn: () => said.login.on,
        set: (on) => {
          said.login.on = on;
        },
      },
      badge: { set: (count) => void said.badge.push(count) },
      clipboard: { readText: async () => said.clipboard.text },
    },
  };
  return said;
}
