import type { FocusGoal } from './domain/settings.ts';

/** What a first goal for focus time is offered as. In a file of its own, so that a page gets it without the schemas. */
export const defaultFocusGoal: FocusGoal = { blocksPerWeek: 3, blockMin: 90, from: '08:00', to: '18:00' };
