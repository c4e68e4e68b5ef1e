import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line as outside tools use it: a process, its streams and its exit code. */

/** The built command line, as people run it; `vitest` sees to it that it is up to date. */
export const main = fileURLToPath(new URL('../dist/cli/index.js', import.meta.url));

export interface Outcome {
  code: number;
  stderr: string;
  /** Standard output, each line of which is one JSON value. */
  lines: Record<string, unknown>[];
}

/** Runs a command to its end. `program` is another way to start it. */
export function daymark(
  args: readonly string[],
  input: string | Buffer = '',
  env: Record<string, string> = {},
  program = main,
): Promise<Outcome> {
  return new Promise((done) => {
    const { DAYMARK_DATA_DIR: _dir, ...rest } = process.env;
    const child = spawn(process.execPath, [program, ...args], { env: { ...rest, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code) => {
      const lines = stdout.split('\n').filter(Boolean);
      done({
        code: code ?? -1,
        stderr,
        lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      });
    });
  });
}
