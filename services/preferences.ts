import { DaymarkError } from '../core/errors.ts';
import type { Settings, SettingsPatch } from '../core/domain/settings.ts';
import { vantageOf, type ServiceContext } from './context.ts';
import { runIntent } from './intent.ts';
import type { Learning } from './learning/learning.ts';

/** Settings whose change moves the plan. */
const PLANNED_FROM = [
  'workingHours',
  'zone',
  'planPreset',
  'planWeights',
  'horizonDays',
  'energyByHour',
  'focusTime',
] as const;

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

  update(patch: SettingsPatch): Settings {
    const ctx = this.#ctx;
    checkHours(patch);
    const settings = runIntent(
      ctx,
      { name: 'preferences.update', vantage: vantageOf(ctx), undoable: false },
      (intent) => {
        const updated = ctx.db.settings.update(patch, intent.vantage.at);
        for (const [key, value] of Object.entries(patch)) intent.change('setting', key, 'update', { value });
        if (PLANNED_FROM.some((field) => patch[field] !== undefined)) intent.replan();
        return updated;
      },
    );
    ctx.namesChanged();
    if (LEARNED_FROM.some((field) => patch[field] !== undefined)) this.#learning.settingsChanged();
    ctx.hub.publish({ topic: 'settings' });
    return settings;
  }

  /** The first run is over, with its answers or without any. */
  finishFirstRun(answers: SettingsPatch): Settings {
    return this.update({ ...answers, firstRunDone: true });
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
