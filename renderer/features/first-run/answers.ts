import type { Settings, SettingsPatch } from '../../../core/domain/settings.ts';
import { energyFrom, type EnergyShape } from './energy.ts';

/** What the person has said so far. */
export interface Answers {
  /** Working hours, `HH:mm`. */
  from: string;
  to: string;
  energy: EnergyShape;
  kinds: string[];
  habit: Settings['estimateHabit'];
  first: Settings['firstChoice'];
}

export const firstAnswers: Answers = {
  from: '09:00',
  to: '17:30',
  energy: { morning: 8, midday: 5, afternoon: 6, evening: 3 },
  kinds: [],
  habit: 'unknown',
  first: null,
};

/** The answers as settings. Hours that end before they begin are left as they are. */
export function patchOf({ from, to, energy, kinds, habit, first }: Answers): SettingsPatch {
  const span: [string, string][] = [[from, to]];
  const hours = from < to ? { workingHours: { mon: span, tue: span, wed: span, thu: span, fri: span } } : {};
  const stated = { kindsOfWork: kinds, estimateHabit: habit, firstChoice: first };
  return { ...hours, energyByHour: energyFrom(energy), ...stated };
}
