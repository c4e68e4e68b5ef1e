import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { liveOneDay } from './day-of-use.ts';

/** What the system sees of a day of use: no process of Daymark reaches beyond this machine. */

const HAS_STRACE = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0;
/** Calls that name the other end; the local ones are told by their address. Netlink is a question to the kernel. */
const NAMES_ADDRESS = /\b(?:connect|sendto|sendmsg|sendmmsg)\(.*sa_family=(\w+)/;
const LOCAL = /sa_family=AF_UNIX|sa_family=AF_NETLINK|inet_addr\("127\.|inet_pton\(AF_INET6, "::1"/;

it('connects to nothing but loopback and local sockets', async (context) => {
  if (!HAS_STRACE) context.skip('strace is not on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'daymark-trace-'));
  try {
    const file = join(folder, 'trace');
    // `-D`: what is started is the child itself, so that Ctrl-C reaches it; `-ff` writes a file for each thread of each process.
    const { codes } = await liveOneDay(['strace', '-D', '-ff', '-e', 'trace=%network', '-o', file]);
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    const calls = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
    const named = calls.filter((call) => NAMES_ADDRESS.test(call));
    expect(named.length, 'the trace saw the sockets that commands reach their owner by').toBeGreaterThan(0);
    expect(named.filter((call) => !LOCAL.test(call))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
