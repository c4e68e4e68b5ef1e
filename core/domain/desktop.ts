import { z } from 'zod';
import { taskId } from '../ids.ts';

/** What Daymark is on a person's desktop beside its main window. All of it is said on one device alone. */

/** Windows by what they are for. */
export const windowName = z.enum(['main', 'quickAdd', 'focus']);
export type WindowName = z.infer<typeof windowName>;

const MODIFIERS = '(?:Control|Alt|Shift|Super|Command|CommandOrControl)';
/** Keys as Electron writes them, with a modifier that is not Shift alone: plain letters belong to what is being typed. */
const KEYS = new RegExp(
  `^(?!(?:Shift\\+)+[^+]+$)(?:${MODIFIERS}\\+){1,4}(?:[A-Z0-9]|F(?:[1-9]|1\\d|2[0-4])|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert)$`,
);
export const shortcutKeys = z.string().max(60).regex(KEYS, 'must be keys like CommandOrControl+Shift+Space');

/** Keys that work in any program. */
export const shortcutName = z.enum(['quickAdd', 'clipboard']);
export type ShortcutName = z.infer<typeof shortcutName>;

export const desktopSettings = z.object({
  /** Null takes no keys from other programs. */
  shortcuts: z.object({ quickAdd: shortcutKeys.nullable(), clipboard: shortcutKeys.nullable() }),
  /** Goes on in the tray when its window is closed. */
  keepRunning: z.boolean(),
  /** The number of today's open tasks on the program's icon. */
  badge: z.boolean(),
  /** Pauses the timer when the machine sleeps or its screen is locked. */
  pauseWhenAway: z.boolean(),
  /** Locks the profile after so many minutes without a key or a move of the mouse; null never does. */
  lockAfterMin: z.int().min(1).max(480).nullable(),
});
export type DesktopSettings = z.infer<typeof desktopSettings>;

export const defaultDesktopSettings: DesktopSettings = {
  shortcuts: { quickAdd: null, clipboard: null },
  keepRunning: false,
  badge: false,
  pauseWhenAway: true,
  lockAfterMin: null,
};

export const desktopPatch = desktopSettings
  .omit({ shortcuts: true })
  .extend({ shortcuts: desktopSettings.shape.shortcuts.partial(), openAtLogin: z.boolean() })
  .partial();
export type DesktopPatch = z.infer<typeof desktopPatch>;

/** What a shell may offer beside its page. */
export const desktopPart = z.enum(['shortcuts', 'tray', 'windows', 'loginItem', 'badge', 'power', 'lock']);
export type DesktopPart = z.infer<typeof desktopPart>;

export const desktopState = desktopSettings.extend({
  /** What of it works here; the rest is set without an effect. */
  offers: z.array(desktopPart),
  openAtLogin: z.boolean(),
  /** Shortcuts whose keys another program had when Daymark wanted them. */
  taken: z.array(shortcutName),
});
export type DesktopState = z.infer<typeof desktopState>;

/** What a window is asked to show. */
export const windowRequest = z.discriminatedUnion('kind', [
  /** A line that came from outside: into the field for the person to look at, never stored by itself. */
  z.object({ kind: z.literal('add'), text: z.string(), from: z.enum(['link', 'clipboard']) }),
  /** The window came to the front: the cursor belongs into its field. */
  z.object({ kind: z.literal('capture') }),
  z.object({ kind: z.literal('task'), id: taskId }),
  /** A timer was paused because the person was away. */
  z.object({ kind: z.literal('paused'), id: taskId, why: z.enum(['sleep', 'lock']) }),
]);
export type WindowRequest = z.infer<typeof windowRequest>;
