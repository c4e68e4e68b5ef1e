import type { Sentence } from '../message.ts';

/** Sentences about why a block stands where it does, and why a task could not be planned. */
export const scheduling: Record<string, Sentence> = {};
