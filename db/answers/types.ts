/** What a change answered, kept for a caller that asks again because it never heard the answer. */
export interface KeptAnswer {
  /** The caller's id of the intent, a uuid. */
  intentId: string;
  /** Tells another request under the same id apart. */
  request: string;
  answer: unknown;
}

/** Answers that were given, by the id of their intent. */
export interface AnswerReader {
  get(intentId: string): KeptAnswer | undefined;
}

/** Keeps the answer of a change for a caller that asks again. */
export interface AnswerWriter {
  /** Keeps the newest, as many as there is room for. */
  put(entry: KeptAnswer): void;
}
