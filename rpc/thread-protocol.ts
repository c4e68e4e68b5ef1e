import type { ErrorCode, ErrorParams } from '../core/errors.ts';

/** What a thread and the one that started it say to each other. */

/** The methods of one kind of thread: what each takes, what it reports on the way, what it answers. */
export type Methods = Record<string, { input: unknown; progress: unknown; output: unknown }>;

export interface CallMessage {
  id: number;
  method: string;
  input: unknown;
  /** One shared 32-bit word; set to 1 when the caller no longer wants the answer. */
  stop: SharedArrayBuffer;
}

export type AnswerMessage =
  | { id: number; kind: 'progress'; value: unknown }
  | { id: number; kind: 'done'; value: unknown }
  | { id: number; kind: 'error'; code: ErrorCode; params: ErrorParams; detail: string }
  /** Something to note that belongs to no call, such as a slow statement. */
  | { kind: 'note'; value: unknown };
