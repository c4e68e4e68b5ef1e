import { DaymarkError } from '../../../core/errors.ts';
import type { Gate, Login, SendAnswer, SendRequest } from '../../outgoing/gate.ts';
import { below, readXml, type XmlElement } from './xml.ts';

/** A calendar on a CalDAV server (RFC 4791): finding it, reading it, and writing single objects of it. */

/** Where and as whom. */
export interface Account {
  /** Of the server, or of a calendar collection itself. */
  url: string;
  login: Login;
  allowPrivate: boolean;
  signal?: AbortSignal | undefined;
}

export interface FoundCalendar {
  url: string;
  name: string;
}

/** A calendar object: one event, or one series with what was changed of it. */
export interface CalendarObject {
  href: string;
  etag: string;
  text: string;
}

const PROPS = '<resourcetype/><displayname/><current-user-principal/><C:calendar-home-set/>';
const MAX_OBJECTS = 20_000;
const MAX_FOUND = 200;

export class CalDav {
  readonly #gate: Gate;
  readonly #account: Account;

  constructor(gate: Gate, account: Account) {
    this.#gate = gate;
    this.#account = account;
  }

  /**
   * The calendars for events that an account has: those at the address, else those of the person who signs in.
   *
   * @throws DaymarkError `invalidInput` where there is no CalDAV, and as the gate
   */
  async calendars(): Promise<FoundCalendar[]> {
    const { url } = this.#account;
    const here = await this.#tryProps(url, 1);
    if (here && calendarsIn(here).length > 0) return calendarsIn(here).slice(0, MAX_FOUND);
    const first = (here && principalIn(here)) ?? principalIn(await this.#wellKnown());
    if (!first)
      throw new DaymarkError('invalidInput', { reason: 'there is no CalDAV server at this address' });
    const principal = await this.#props(first, 0);
    const home = hrefOf(principal, 'calendar-home-set');
    if (!home) throw new DaymarkError('invalidInput', { reason: 'this account has no calendars' });
    return calendarsIn(await this.#props(home, 1)).slice(0, MAX_FOUND);
  }

  /** What changes whenever something in the calendar does; null from a server that doesn't say. */
  async tag(): Promise<string | null> {
    const body = `<propfind xmlns="DAV:" xmlns:S="http://calendarserver.org/ns/"><prop><S:getctag/><sync-token/></prop></propfind>`;
    const { tree } = await this.#ask('PROPFIND', this.#account.url, body, 0);
    return (below(tree, 'getctag') ?? below(tree, 'sync-token'))?.text.trim() || null;
  }

  /** Every event of the calendar. */
  async objects(): Promise<CalendarObject[]> {
    const body = `<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>`;
    const { tree, url } = await this.#ask('REPORT', this.#account.url, body, 1);
    const found = responsesIn(tree).flatMap((response) => {
      const [href, etag, data] = ['href', 'getetag', 'calendar-data'].map((name) => below(response, name));
      return href && data
        ? [{ href: absolute(href.text, url), etag: etag?.text.trim() ?? '', text: data.text }]
        : [];
    });
    if (found.length > MAX_OBJECTS) throw new DaymarkError('tooLarge', { limit: `${MAX_OBJECTS} events` });
    return found;
  }

  /** The present text of one object; null when it is gone. */
  async object(href: string): Promise<CalendarObject | null> {
    const answer = await this.#send('GET', href);
    if (answer.status >= 400) return null;
    return { href, etag: answer.etag ?? '', text: Buffer.from(answer.body).toString('utf8') };
  }

  /**
   * Stores an object; `etag` is the one it is to replace, null for a new one.
   *
   * @throws DaymarkError `conflict` when it was changed or made there in the meantime
   */
  async put(href: string, text: string, etag: string | null): Promise<void> {
    const headers: Record<string, string> = { 'content-type': 'text/calendar; charset=utf-8' };
    if (etag === null) headers['if-none-match'] = '*';
    else if (etag !== '') headers['if-match'] = etag;
    refuseChanged(await this.#send('PUT', href, { headers, body: text }));
  }

  /** @throws DaymarkError `conflict` when it was changed there in the meantime; gone already is fine */
  async remove(href: string, etag: string): Promise<void> {
    const answer = await this.#send('DELETE', href, etag === '' ? {} : { headers: { 'if-match': etag } });
    if (answer.status !== 404 && answer.status !== 410) refuseChanged(answer);
  }

  async #wellKnown(): Promise<Tree> {
    const tree = await this.#tryProps(new URL('/.well-known/caldav', this.#account.url).href, 0);
    return tree ?? (await this.#props(new URL('/', this.#account.url).href, 0));
  }

  async #tryProps(url: string, depth: number): Promise<Tree | null> {
    try {
      return await this.#props(url, depth);
    } catch (error) {
      const answered =
        error instanceof DaymarkError && /answers (?:400|403|404|405)|no CalDAV/.test(error.message);
      if (answered) return null;
      throw error;
    }
  }

  #props(url: string, depth: number): Promise<Tree> {
    const body = `<propfind xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop>${PROPS}</prop></propfind>`;
    return this.#ask('PROPFIND', url, body, depth);
  }

  async #ask(method: 'PROPFIND' | 'REPORT', url: string, body: string, depth: number): Promise<Tree> {
    const headers = { 'content-type': 'application/xml; charset=utf-8', depth: String(depth) };
    const full = `<?xml version="1.0" encoding="utf-8"?>${body}`;
    const answer = await this.#send(method, url, { headers, body: full });
    const tree = answer.status < 300 ? readXml(Buffer.from(answer.body).toString('utf8')) : null;
    if (!tree || tree.name !== 'multistatus')
      throw new DaymarkError('invalidInput', { reason: 'there is no CalDAV server at this address' });
    return { tree, url: answer.url };
  }

  #send(
    method: SendRequest['method'],
    url: string,
    more: Pick<SendRequest, 'headers' | 'body'> = {},
  ): Promise<SendAnswer> {
    const { login, allowPrivate, signal, url: own } = this.#account;
    // What a server says of other hosts must not get the password.
    if (new URL(url).host !== new URL(own).host)
      throw new DaymarkError('invalidInput', { reason: 'the server names a calendar on another server' });
    return this.#gate.send({ method, url, purpose: 'calendar', login, allowPrivate, signal, ...more });
  }
}

interface Tree {
  tree: XmlElement;
  url: string;
}

function refuseChanged({ status }: SendAnswer): void {
  if (status === 412 || status === 409 || status === 404 || status === 410)
    throw new DaymarkError('conflict');
}

function responsesIn(tree: XmlElement): XmlElement[] {
  return tree.children.filter(({ name }) => name === 'response');
}

/** Collections that are calendars and take events. */
function calendarsIn({ tree, url }: Tree): FoundCalendar[] {
  return responsesIn(tree).flatMap((response) => {
    const href = below(response, 'href')?.text;
    const kind = below(response, 'resourcetype');
    if (!href || !kind?.children.some(({ name }) => name === 'calendar')) return [];
    const name = below(response, 'displayname')?.text.trim();
    return [{ url: absolute(href, url), name: name || 'Calendar' }];
  });
}

function principalIn(tree: Tree): string | undefined {
  return hrefOf(tree, 'current-user-principal');
}

function hrefOf({ tree, url }: Tree, property: string): string | undefined {
  const found = below(tree, property);
  const href = found && below(found, 'href')?.text.trim();
  return href ? absolute(href, url) : undefined;
}

function absolute(href: string, base: string): string {
  return new URL(href.trim(), base).href;
}
