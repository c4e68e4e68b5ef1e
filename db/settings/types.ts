import type { Settings, SettingsPatch } from '../../core/domain/settings.ts';

/** What the person set, and small state of the program. */
export interface SettingsReader {
  /** Everything, defaults filled in; a stored value that is no longer valid counts as absent. */
  get(): Settings;
  /** Small state of the program itself (not a person's choice), such as when the last backup ran. */
  state(key: string): string | null;
}

/** Changes settings, which is logged, and state, which is not. */
export interface SettingsWriter {
  update(patch: SettingsPatch, at: number): Settings;
  setState(key: string, value: string | null): void;
}
