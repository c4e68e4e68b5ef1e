import { DaymarkError } from '../core/errors.ts';
import type { Settings, SettingsPatch } from '../core/domain/settings.ts';
import { requestTimeOf, type ServiceContext } from './context.ts';
import { runIntent } from './intent.ts';
import type { Learning } from './learning/learning.ts';

/** Settings that the learners begin with. */
const LEARNED_FROM = ['estimateHabit', 'firstChoice', 'zone'] as const;

export class Preferences {
  readonly #ctx: ServiceContext;

  readonly #learning: Learning;

  constructor(ctx: ServiceContext, learning: Learning) {
    this.#ctx = ctx;
    this.#learning = learning;
  }

  get(): Settings {
    return this.#ctx.db.settings.get();
  }

  update(patch: SettingsPatch, undoable = true): Settings {
    const ctx = this.#ctx;
    checkHours(patch);
    const settings = runIntent(
      ctx,
      { name: 'preferences.update', requestTime: requestTimeOf(ctx), undoable },
      (intent) => ctx.db.settings.update(patch, intent.requestTime.at),
    );
    this.changed(Object.keys(patch).filter((key) => patch[key as keyof SettingsPatch] !== undefined));
    return settings;
  }

  /** Tells the learners of settings that have changed, by whichever way. */
  changed(keys: readonly string[]): void {
    if (LEARNED_FROM.some((field) => keys.includes(field))) this.#learning.settingsChanged();
  }

  /** The first run is over, with its answers or without any. Taking it back would only ask everything again. */
  finishFirstRun(answers: SettingsPatch): Settings {
    return this.update({ ...answers, firstRunDone: true }, false);
  }
}

function checkHours(patch: SettingsPatch): void {
  const hours = patch.workingHours;
  if (!hours || hours === 'always') return;
  for (const [day, spans] of Object.entries(hours)) {
    let last = '00:00';
    for (const [from, to] of spans ?? []) {
      if (from < last || to <= from) {
        throw new DaymarkError('invalidInput', {
          reason: `workingHours.${day}: spans have to follow each other`,
        });
      }
      last = to;
    }
  }
}
