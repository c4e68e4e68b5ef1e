import { describe, expect, it } from 'vitest';
import { retryDelay, socketAddress } from './connection.ts';

describe('retryDelay', () => {
  it('doubles up to five seconds', () => {
    expect([0, 1, 2, 10].map(retryDelay)).toEqual([250, 500, 1_000, 5_000]);
  });
});

describe('socketAddress', () => {
  it('is the page’s own origin, as safe as the page', () => {
    expect(socketAddress({ protocol: 'http:', host: '127.0.0.1:4100' }, '/rpc')).toBe(
      'ws://127.0.0.1:4100/rpc',
    );
    expect(socketAddress({ protocol: 'https:', host: 'day.example' }, '/rpc')).toBe('wss://day.example/rpc');
  });
});
