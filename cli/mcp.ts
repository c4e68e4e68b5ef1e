import { z } from 'zod';
import { isErrorCode } from '../core/errors.ts';
import type { AppClient } from '../shell/rpc.ts';
import { version } from '../shell/version.ts';
import { linesOf, writeJson, type Streams } from './io.ts';
import { toolsFor, type Tool } from './mcp-tools.ts';

/**
 * A Model Context Protocol server on standard input and output (modelcontextprotocol.io, revision 2025-06-18): a local
 * assistant sees and, when it is allowed to, changes tasks with the use cases and errors that every other shell has. Nothing
 * leaves by it. Tools are all there is to serve, so the protocol is written here and no package for it is needed
 * (decision 0031).
 */

const REVISIONS = ['2025-06-18', '2025-03-26', '2024-11-05'];
const INSTRUCTIONS =
  'Daymark plans a person’s day on their own machine. Days and moments are on the person’s clock. Ask before changing many tasks; undo takes the last change back.';

const request = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});
type Request = z.output<typeof request>;

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const UNKNOWN_METHOD = -32_601;
const INVALID_PARAMS = -32_602;
const INTERNAL_ERROR = -32_603;

class ProtocolError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface McpOptions {
  /** The assistant may change data. */
  write: boolean;
  /** Resolves once typed lines can be read. */
  ready(): Promise<void>;
}

/** Serves one client until its input ends; requests are answered one after the other. */
export async function mcpCommand(
  client: AppClient,
  { write, ready }: McpOptions,
  streams: Streams,
): Promise<void> {
  // A line that is added before anybody can read it would keep its date as text.
  const reads = write ? ready() : Promise.resolve();
  const tools = toolsFor(write);
  for await (const line of linesOf(streams.stdin)) {
    if (line.trim() === '') continue;
    if (line.includes('"tools/call"')) await reads;
    const answer = await answerTo(line, client, tools);
    if (answer) await writeJson(streams.stdout, { jsonrpc: '2.0', ...answer });
  }
}

type Answer = { id: string | number | null } & (
  | { result: unknown }
  | { error: { code: number; message: string } }
);

async function answerTo(line: string, client: AppClient, tools: readonly Tool[]): Promise<Answer | null> {
  let id: string | number | null = null;
  try {
    const asked = readRequest(line);
    // Without an id it is a notification, which no one waits for.
    if (asked.id === undefined) return null;
    id = asked.id;
    return { id, result: await resultOf(asked, client, tools) };
  } catch (error) {
    if (error instanceof ProtocolError) return { id, error: { code: error.code, message: error.message } };
    return { id, error: { code: INTERNAL_ERROR, message: 'Something went wrong inside Daymark.' } };
  }
}

function readRequest(line: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError(PARSE_ERROR, 'this line is not JSON');
  }
  const read = request.safeParse(value);
  // An answer to something that was never asked is ignored like a notification.
  if (!read.success && typeof value === 'object' && value !== null && ('result' in value || 'error' in value))
    return { jsonrpc: '2.0', method: 'notifications/ignored' };
  if (!read.success) throw new ProtocolError(INVALID_REQUEST, 'this is no request');
  return read.data;
}

async function resultOf(
  { method, params = {} }: Request,
  client: AppClient,
  tools: readonly Tool[],
): Promise<unknown> {
  switch (method) {
    case 'initialize': {
      const wanted = String(params['protocolVersion']);
      return {
        protocolVersion: REVISIONS.includes(wanted) ? wanted : REVISIONS[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'daymark', title: 'Daymark', version },
        instructions: INSTRUCTIONS,
      };
    }
    case 'ping':
      return {};
    case 'tools/list':
      return {
        tools: tools.map(({ name, description, inputSchema, writes }) => ({
          name,
          description,
          inputSchema,
          annotations: { readOnlyHint: !writes, destructiveHint: writes, openWorldHint: false },
        })),
      };
    case 'tools/call':
      return called(params, client, tools);
    default:
      throw new ProtocolError(UNKNOWN_METHOD, `there is no method ${method}`);
  }
}

/** What the profile refuses is an answer that the assistant can read, not an error of the protocol. */
async function called(
  params: Record<string, unknown>,
  client: AppClient,
  tools: readonly Tool[],
): Promise<unknown> {
  const found = tools.find(({ name }) => name === params['name']);
  if (!found) throw new ProtocolError(INVALID_PARAMS, `there is no tool ${String(params['name'])}`);
  const text = (words: string): { type: 'text'; text: string }[] => [{ type: 'text', text: words }];
  try {
    const answer = await found.call(client, params['arguments']);
    return { content: text(JSON.stringify(answer)), structuredContent: answer, isError: false };
  } catch (error) {
    if (error instanceof z.ZodError) return { content: text(z.prettifyError(error)), isError: true };
    if (error instanceof Error && 'code' in error && isErrorCode(error.code))
      return { content: text(error.message), isError: true };
    throw error;
  }
}
