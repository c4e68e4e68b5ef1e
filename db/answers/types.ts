/** What a change answered, kept for a caller that asks again because it never heard the answer. */
export interface KeptAnswer {
  /** The caller's id of the intent, a uuid. */
  intentId: string;
  /** Tells another request under the same id apart. */
  request: string;
  answer: unknown;
}

export interface AnswerReader {
  get(intentId: string): KeptAnswer | undefined;
}

export interface AnswerWriter {
  /** Keeps the newest, as many as there is room for. */
  put(entry: KeptAnswer): void;
}
