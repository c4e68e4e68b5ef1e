/** What the person answered to a reminder that was due. */
export interface ReminderAnswer {
  /** Of the reminder. */
  id: string;
  /** When it is due again, epoch ms; null for one that was dismissed. */
  snoozedUntil: number | null;
  /** Epoch ms. */
  answeredAt: number;
}

/** Answers to reminders, and which were announced on this device. */
export interface ReminderReader {
  /** By the id of the reminder. */
  answers(ids: readonly string[]): Map<string, ReminderAnswer>;
  /** Those of the ids that were announced here. */
  announced(ids: readonly string[]): Set<string>;
}

/** Answers are logged and travel; announcements are of this device alone. */
export interface ReminderWriter {
  answer(answer: ReminderAnswer): void;
  announce(ids: readonly string[], at: number): void;
  /** Forgets announcements from before a moment. */
  forgetAnnounced(before: number): void;
}
