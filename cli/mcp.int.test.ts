import { Readable, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { aWritingWorld } from '../shell/write-path.fixture.ts';
import { mcpCommand } from './mcp.ts';

/** An assistant's session, line by line. */

type Line = Record<string, unknown>;

async function session(lines: readonly (Line | string)[], write = false, world = aWritingWorld()) {
  const out: Line[] = [];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  const text = lines.map((line) =>
    typeof line === 'string' ? line : JSON.stringify({ jsonrpc: '2.0', ...line }),
  );
  const stdin = Readable.from([Buffer.from(`${text.join('\n')}\n`)]);
  await mcpCommand(world.client, { write, ready: async () => {} }, { stdin, stdout, stderr: stdout });
  return out;
}

const call = (id: number, name: string, args: Line = {}): Line => ({
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});
const resultOf = (line: Line | undefined) =>
  line?.['result'] as { isError: boolean; structuredContent: Line; content: { text: string }[] };

it('begins as the protocol says, and serves reading tools alone until it may write', async () => {
  const [hello, list, pong] = await session([
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: {} },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/list' },
    { id: 'three', method: 'ping' },
  ]);
  expect(hello).toMatchObject({
    id: 1,
    result: { protocolVersion: '2025-03-26', capabilities: { tools: {} }, serverInfo: { name: 'daymark' } },
  });
  const { tools } = list!['result'] as { tools: { name: string; inputSchema: Line; annotations: Line }[] };
  expect(tools.map(({ name }) => name)).toEqual([
    'list_tasks',
    'get_task',
    'search_tasks',
    'get_plan',
    'list_events',
    'list_projects',
  ]);
  expect(
    tools.every(
      ({ inputSchema, annotations }) => inputSchema['type'] === 'object' && annotations['readOnlyHint'],
    ),
  ).toBe(true);
  expect(pong).toEqual({ jsonrpc: '2.0', id: 'three', result: {} });
  const [refused] = await session([call(1, 'add_task', { text: 'x' })]);
  expect(refused).toMatchObject({ id: 1, error: { code: -32_602 } });
});

it('works on the profile with its own errors', async () => {
  const world = aWritingWorld();
  const [added] = await session(
    [call(1, 'add_task', { text: 'Call dentist tomorrow 30m #Health' })],
    true,
    world,
  );
  const { id } = resultOf(added).structuredContent;
  expect(resultOf(added).structuredContent).toMatchObject({
    title: 'Call dentist',
    date: '2027-05-04',
    durationMin: 30,
  });
  const [listed, done, missing, wrong, undone] = await session(
    [
      call(1, 'list_tasks'),
      call(2, 'finish_task', { id, minutes: 25 }),
      call(3, 'get_task', { id: '0190a0a0-0000-7000-8000-00000000000a' }),
      call(4, 'update_task', { id, patch: { priority: 9 } }),
      call(5, 'undo'),
    ],
    true,
    world,
  );
  expect(resultOf(listed).structuredContent).toMatchObject({ total: 1 });
  expect(resultOf(done).structuredContent).toMatchObject({ task: { status: 'done', actualMin: 25 } });
  expect([missing, wrong].map((line) => resultOf(line).isError)).toEqual([true, true]);
  expect(resultOf(missing).content[0]!.text).toContain('There is no task');
  expect(resultOf(undone).structuredContent).toEqual({ undone: 'Undid: finished “Call dentist”' });
});

it('answers nonsense with an error, and goes on', async () => {
  const out = await session([
    '{',
    '[]',
    '{"jsonrpc":"2.0","id":7,"result":{}}',
    { id: 1, method: 'fly' },
    { id: 2, method: 'ping' },
  ]);
  expect(out.map((line) => (line['error'] as Line | undefined)?.['code'] ?? 'fine')).toEqual([
    -32_700,
    -32_600,
    -32_601,
    'fine',
  ]);
});
