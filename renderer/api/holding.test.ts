import { ORPCError } from '@orpc/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { HoldingLink, type Link } from './holding.ts';

let holding: HoldingLink;
beforeEach(() => {
  let made = 0;
  holding = new HoldingLink(() => `intent-${(made += 1)}`);
});

interface Received {
  name: string;
  intentId: string | undefined;
}

/** A transport that notes what it hears and answers in some way. */
function transport(answer: () => Promise<unknown> = async () => 'done'): {
  link: Link;
  received: Received[];
} {
  const received: Received[] = [];
  const link: Link = {
    call(path, _input, { context }) {
      received.push({ name: path.join('.'), intentId: context.intentId });
      return answer();
    },
  };
  return { link, received };
}

const ask = (name: string, input: unknown = {}, signal?: AbortSignal): Promise<unknown> =>
  holding.call(name.split('.'), input, { context: {}, ...(signal ? { signal } : {}) });

/** Opens a transport that dies with whatever it was asked. */
function dies(): void {
  holding.provide(
    transport(() => {
      holding.withdraw();
      return Promise.reject(new Error('the connection was closed'));
    }).link,
  );
}

describe('a change', () => {
  it('that was under way is sent again under the same id', async () => {
    const first = transport(() => {
      holding.withdraw();
      return Promise.reject(new Error('the connection was closed'));
    });
    holding.provide(first.link);
    const answer = ask('tasks.finish', { id: 1 });
    await Promise.resolve();
    const second = transport();
    holding.provide(second.link);
    expect(await answer).toBe('done');
    expect(second.received).toEqual(first.received);
    expect(holding.unsent.get()).toBe(0);
  });

  it('made without a connection is counted, kept and sent', async () => {
    holding.withdraw();
    const answers = [ask('tasks.finish', { id: 1 }), ask('tasks.finish', { id: 2 })];
    expect(holding.unsent.get()).toBe(2);
    const { link, received } = transport();
    holding.provide(link);
    expect(await Promise.all(answers)).toEqual(['done', 'done']);
    expect(received.map(({ intentId }) => intentId)).toEqual(['intent-1', 'intent-2']);
    expect(holding.unsent.get()).toBe(0);
  });

  it('asked for twice without an answer is one request, unless each counts', async () => {
    holding.withdraw();
    const answers = ['tasks.finish', 'tasks.finish', 'habits.checkIn', 'habits.checkIn'].map((name) =>
      ask(name),
    );
    const { link, received } = transport();
    holding.provide(link);
    await Promise.all(answers);
    expect(received.map(({ name }) => name)).toEqual(['tasks.finish', 'habits.checkIn', 'habits.checkIn']);
  });

  it('there and back again is three requests, in their order', async () => {
    holding.withdraw();
    const titles = ['a', 'b', 'a'];
    const answers = titles.map((title) => ask('tasks.update', { id: 1, patch: { title }, revision: 7 }));
    const received: unknown[] = [];
    holding.provide({ call: async (_path, input) => received.push(input) });
    await Promise.all(answers);
    // The second edit must not be refused for what the first one has changed.
    expect(received).toEqual(titles.map((title) => ({ id: 1, patch: { title } })));
  });

  it('refused by a host that asks for the passphrase first is sent again when that was given', async () => {
    let locked = true;
    const received: string[] = [];
    holding.withdraw();
    const answer = ask('tasks.finish', { id: 1 });
    holding.provide({
      async call(path) {
        const name = path.join('.');
        received.push(name);
        if (name === 'vault.unlock') locked = false;
        else if (locked) throw new ORPCError('locked');
        return 'done';
      },
    });
    while (received.length === 0) await Promise.resolve();
    await ask('vault.unlock', { secret: 'x' });
    expect(await answer).toBe('done');
    expect(received).toEqual(['tasks.finish', 'vault.unlock', 'tasks.finish']);
  });

  it('is not repeated when it was refused, or its caller has gone', async () => {
    holding.provide(transport(() => Promise.reject(new ORPCError('notFound'))).link);
    await expect(ask('tasks.finish')).rejects.toBeInstanceOf(ORPCError);
    dies();
    await expect(ask('tasks.finish', {}, AbortSignal.abort())).rejects.toThrow('closed');
  });
});

describe('what must not come late', () => {
  it.each(['tasks.undo', 'planning.undo', 'planning.replan', 'vault.makeRecoveryCode'])(
    '%s is refused at once without a connection',
    async (name) => {
      holding.withdraw();
      await expect(ask(name)).rejects.toMatchObject({ code: 'notConnected' });
    },
  );

  it('a command that was under way is not done again by itself', async () => {
    dies();
    await expect(ask('vault.makeRecoveryCode')).rejects.toThrow('closed');
  });
});

describe('a question', () => {
  it('waits for a connection and is no change', async () => {
    const answer = ask('tasks.list');
    holding.withdraw();
    const other = ask('tasks.counts');
    expect(holding.unsent.get()).toBe(0);
    holding.provide(transport().link);
    expect(await Promise.all([answer, other])).toEqual(['done', 'done']);
  });
});

describe('a host that does not know the page', () => {
  it('gives back what was kept, and takes nothing more', async () => {
    holding.withdraw();
    const kept = ask('tasks.create', { text: 'typed' });
    holding.refuse();
    await expect(kept).rejects.toMatchObject({ code: 'notConnected' });
    await expect(ask('tasks.finish')).rejects.toMatchObject({ code: 'notConnected' });
    expect([holding.state.get(), holding.unsent.get()]).toEqual(['refused', 0]);
  });
});
