import { createORPCClient, type ClientContext, type ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import type { Contract } from '../../core/contract/index.ts';
import { taskIn, withTask, type ListInput, type ListWindow } from './answers.ts';
import { connect } from './connection.ts';

export type Client = ContractRouterClient<Contract>;

export const connection = connect();

/** Answers stay fresh until the server pushes that they changed; see live.ts. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
    mutations: { retry: false },
  },
});

/** The connection, with each task that a request answers put into what is shown. */
const link: ClientLink<ClientContext> = {
  async call(path, input, options) {
    const answer = await connection.link.call(path, input, options);
    showAnswer(path, answer);
    return answer;
  },
};

/** Typed calls to the process that owns the profile. */
export const client: Client = createORPCClient(link);

/** The same as query options and keys. */
export const orpc = createTanstackQueryUtils(client);

function showAnswer(path: readonly string[], answer: unknown): void {
  if (path[1] === 'get' || path[1] === 'list') return;
  const found = taskIn(path, answer);
  if (!found) return;
  const { task, made } = found;
  queryClient.setQueryData(orpc.tasks.get.queryKey({ input: { id: task.id } }), task);
  for (const query of queryClient.getQueryCache().findAll({ queryKey: orpc.tasks.list.key() })) {
    const list: unknown = query.state.data;
    if (!isWindow(list)) continue;
    const next = withTask(list, inputOf(query.queryKey), task, made);
    if (next) queryClient.setQueryData(query.queryKey, next);
  }
}

function isWindow(data: unknown): data is ListWindow {
  return typeof data === 'object' && data !== null && 'tasks' in data && 'total' in data;
}

/** What a list was asked for, from its key `[path, { input }]`. */
function inputOf([, options]: readonly unknown[]): ListInput {
  const hasInput = typeof options === 'object' && options !== null && 'input' in options;
  return hasInput ? (options.input as ListInput) : {};
}
