import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import type { Contract } from '../../core/contract/index.ts';
import { connect } from './connection.ts';

export type Client = ContractRouterClient<Contract>;

export const connection = connect();

/** Typed calls to the process that owns the profile. */
export const client: Client = createORPCClient(connection.link);

/** The same as query options and keys. */
export const orpc = createTanstackQueryUtils(client);

/** Answers stay fresh until the server pushes that they changed; see live.ts. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
    mutations: { retry: false },
  },
});
