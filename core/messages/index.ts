import { capture } from './en/capture.ts';
import { desktop } from './en/desktop.ts';
import { filters } from './en/filters.ts';
import { health } from './en/health.ts';
import { history } from './en/history.ts';
import { intents } from './en/intents.ts';
import { insights } from './en/insights.ts';
import { learning } from './en/learning.ts';
import { reminders } from './en/reminders.ts';
import { recommendations } from './en/recommendations.ts';
import { scheduling } from './en/scheduling.ts';
import type { Message, Sentence } from './message.ts';

export type { Message, Sentence } from './message.ts';

const sentences: Record<string, Sentence> = {
  ...capture,
  ...desktop,
  ...filters,
  ...health,
  ...history,
  ...insights,
  ...intents,
  ...learning,
  ...reminders,
  ...recommendations,
  ...scheduling,
};

/** The words for a message; an unknown key shows itself, so that nothing is silently empty. */
export function say(message: Message): string {
  const sentence = sentences[message.key];
  return sentence ? sentence(message.params) : message.key;
}

/** Every key that has a sentence. */
export const knownMessageKeys: readonly string[] = Object.keys(sentences);
