import { describe, expect, it } from 'vitest';
import type { WindowRequest } from '../../core/domain/desktop.ts';
import { WindowRequests } from './requests.ts';

const line = (text: string): WindowRequest => ({ kind: 'add', text, from: 'link' });
const next = async (from: AsyncGenerator<WindowRequest, void, void>) => (await from.next()).value;

describe('WindowRequests', () => {
  it('keeps one request until the window listens, and a line before a mere cursor', async () => {
    const requests = new WindowRequests();
    expect(requests.ask('quickAdd', { kind: 'capture' })).toBe(true);
    expect(requests.ask('quickAdd', line('one'))).toBe(true);
    expect(requests.ask('quickAdd', line('two'))).toBe(false);
    expect(requests.ask('quickAdd', { kind: 'capture' })).toBe(true);
    const heard = requests.listen('quickAdd');
    expect(await next(heard)).toEqual(line('one'));
    requests.ask('quickAdd', line('three'));
    expect(await next(heard)).toEqual(line('three'));
  });

  it('tells the window that listens last, and each window only what is its own', async () => {
    const requests = new WindowRequests();
    const before = requests.listen('main');
    const now = requests.listen('main');
    requests.ask('quickAdd', { kind: 'capture' });
    requests.ask('main', line('one'));
    expect(await next(now)).toEqual(line('one'));
    expect(await next(before)).toBeUndefined();
  });

  it('ends with its signal and with the profile', async () => {
    const requests = new WindowRequests();
    const stop = new AbortController();
    const aborted = requests.listen('main', stop.signal);
    stop.abort();
    expect(await next(aborted)).toBeUndefined();
    const closed = requests.listen('focus');
    requests.close();
    expect(await next(closed)).toBeUndefined();
  });
});
