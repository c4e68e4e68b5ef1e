import type { ErrorCode, ErrorParams } from '../../core/errors.ts';

/** What the ml process and its worker threads say to each other. */

/** The methods of one kind of worker: what each takes, what it reports on the way, what it answers. */
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
  | { id: number; kind: 'error'; code: ErrorCode; params: ErrorParams; detail: string };
