import { describe, expect, it } from 'vitest';
import { contract } from '../core/contract/index.ts';
import { commands, queries } from '../core/contract/kinds.ts';
import { silentLog } from './log.ts';
import { Once } from './once.ts';
import { createAppRouter, type RouterParts } from './router.ts';

const router = createAppRouter({
  log: silentLog,
  newRef: () => 'ref',
  services: () => ({}),
} as unknown as RouterParts);

const paths = Object.entries(contract).flatMap(([group, procedures]) =>
  Object.keys(procedures).map((name) => `${group}.${name}`),
);

function handlerOf(path: string): object {
  const [group = '', name = ''] = path.split('.');
  const procedures = (router as unknown as Record<string, Record<string, { '~orpc': { handler: object } }>>)[
    group
  ];
  return procedures![name]!['~orpc'].handler;
}

describe('the contract', () => {
  it.each(paths)('%s is a query, a command, or a change that is made once', (path) => {
    const kinds = [queries.has(path), commands.has(path), Once.isOnce(handlerOf(path))];
    expect(
      kinds.filter(Boolean),
      'wrap its handler in `change`, or list it in core/contract/kinds.ts',
    ).toHaveLength(1);
  });

  it('has all that the lists name', () => {
    expect([...queries, ...commands].filter((path) => !paths.includes(path))).toEqual([]);
  });
});
