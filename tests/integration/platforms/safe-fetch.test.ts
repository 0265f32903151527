import type { LookupAddress } from 'node:dns';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AddressRefusedError } from '../../../shared/platforms/http/address-policy.ts';
import { type Budget, MAX_ERROR_BYTES } from '../../../shared/platforms/http/budgets.ts';
import { guardedAgents } from '../../../shared/platforms/http/guarded-agents.ts';
import { createSafeFetch } from '../../../shared/platforms/http/safe-fetch.ts';
import { AnswerTooLargeError, RedirectRefusedError, WireError } from '../../../shared/platforms/http/wire-error.ts';
import { type HostileKindName, startHostileServer } from '../../doubles/hostile-server.ts';
import { type DoubleAnswer, type HttpDouble, startDouble } from '../../doubles/http-double.ts';

const addresses = (...list: string[]): LookupAddress[] =>
  list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const resolvingTo =
  (...answers: LookupAddress[][]) =>
  (_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
    done(null, answers.shift() ?? []);

describe('safe fetch', () => {
  let server: HttpDouble;
  let answer: (path: string) => DoubleAnswer;
  beforeEach(async () => {
    answer = (path) => ({ status: 200, body: `at ${path}` });
    server = await startDouble(({ url }) => answer(url.pathname));
  });
  afterEach(() => server.close());
  const loopback = createSafeFetch('loopback');

  it('behaves as fetch does where it is allowed', async () => {
    answer = () => ({ status: 201, headers: { 'x-a': 'b' }, body: { ok: true } });
    const form = new URLSearchParams({ a: 'ü' });
    const response = await loopback(`${server.url}/path?x=1`, { method: 'POST', body: form, headers: { 'x-b': 'c' } });
    expect([response.status, response.headers.get('x-a'), response.url]).toEqual([201, 'b', `${server.url}/path?x=1`]);
    expect(await response.json()).toEqual({ ok: true });
    const [request] = server.requests;
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      'x-b': 'c',
    });
    expect(request?.body.toString()).toBe('a=%C3%BC');
  });

  it('says that a header cannot be sent, and does not repeat it', async () => {
    const call = loopback(`${server.url}/`, { headers: { authorization: 'Bearer first\nsecond' } });
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WireError);
    expect(inspect(error, { depth: 9 })).not.toMatch(/first|second/);
    expect(server.requests).toHaveLength(0);
  });

  it('reads compressed answers and answers without a body', async () => {
    answer = (path) =>
      path === '/none'
        ? { status: 204 }
        : { status: 200, headers: { 'content-encoding': 'gzip' }, body: gzipSync('unpacked') };
    expect(await (await loopback(`${server.url}/`)).text()).toBe('unpacked');
    expect(await (await loopback(`${server.url}/none`, { method: 'DELETE' })).text()).toBe('');
  });

  it.each([
    'http://93.184.216.34/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://169.254.169.254/',
    'ftp://example.com/',
  ])('refuses %s under the public policy before connecting', async (url) => {
    await expect(createSafeFetch('public')(url)).rejects.toThrow(AddressRefusedError);
  });

  it.each(['http://10.0.0.1/', 'https://169.254.169.254/', 'http://0.0.0.0/', 'http://[fd00:ec2::254]/'])(
    'refuses %s even where loopback is allowed',
    async (url) => {
      await expect(loopback(url)).rejects.toThrow(AddressRefusedError);
    },
  );

  it('refuses a name that resolves to a private address, and names both', async () => {
    const agents = guardedAgents('public', resolvingTo(addresses('10.0.0.7', 'fd00::7')));
    await expect(createSafeFetch('public', { agents })('https://intranet.example/')).rejects.toThrow(
      'intranet.example (10.0.0.7, fd00::7) is refused',
    );
  });

  it('checks the address at each connection, so that a name which turns private is refused', async () => {
    const port = new URL(server.url).port;
    const agents = guardedAgents('loopback', resolvingTo(addresses('127.0.0.1'), addresses('10.0.0.7')));
    const rebound = createSafeFetch('loopback', { agents });
    expect(await (await rebound(`http://rebind.example:${port}/first`)).text()).toBe('at /first');
    await expect(rebound(`http://rebind.example:${port}/second`)).rejects.toThrow(AddressRefusedError);
    expect(server.requests).toHaveLength(1);
  });

  it('takes the allowed address of a name that has both kinds', async () => {
    const port = new URL(server.url).port;
    const agents = guardedAgents('loopback', resolvingTo(addresses('10.0.0.7', '127.0.0.1')));
    expect((await createSafeFetch('loopback', { agents })(`http://mixed.example:${port}/`)).status).toBe(200);
  });

  it('checks where a redirect leads', async () => {
    answer = () => ({ status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' } });
    await expect(loopback(server.url)).rejects.toThrow('169.254.169.254');
  });

  it('follows five redirects and no sixth', async () => {
    answer = (path) => {
      const left = Number(path.slice(1));
      return left === 0 ? { status: 200, body: 'there' } : { status: 302, headers: { location: `/${left - 1}` } };
    };
    expect(await (await loopback(`${server.url}/5`)).text()).toBe('there');
    await expect(loopback(`${server.url}/6`)).rejects.toThrow(RedirectRefusedError);
  });

  it('gives no credentials to another origin', async () => {
    const other = await startDouble(() => ({ status: 200, body: 'other' }));
    answer = () => ({ status: 302, headers: { location: other.url } });
    await loopback(server.url, { headers: { authorization: 'Bearer secret', accept: 'text/plain' } });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
    expect(other.requests[0]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });

  it('does not repeat a POST elsewhere', async () => {
    answer = () => ({ status: 301, headers: { location: '/elsewhere' } });
    await expect(loopback(server.url, { method: 'POST', body: 'x' })).rejects.toThrow('redirects a POST');
    expect(server.requests).toHaveLength(1);
  });

  it('ends when its signal does', async () => {
    const controller = new AbortController();
    server.misbehave({ fault: 'hangBefore' });
    void server.nextHang().then(() => controller.abort());
    await expect(loopback(server.url, { signal: controller.signal })).rejects.toThrow(/abort/i);
  });

  it('says whether anything was sent: a publish may be tried again where there was no connection', async () => {
    const { url } = server;
    await server.close();
    await expect(loopback(url, { method: 'POST', body: 'x' })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      sent: false,
    });
    const plain = await startDouble(() => ({ status: 200 }));
    const noTls = loopback(plain.url.replace('http:', 'https:'), { method: 'POST', body: 'x' });
    await expect(noTls).rejects.toMatchObject({ name: 'WireError', sent: false });
    await plain.close();
  });

  it('refuses an address with a password in it, and does not repeat it', async () => {
    const error = await loopback('https://user:hunter22@example.com/').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AddressRefusedError);
    expect(String(error)).not.toContain('hunter22');
  });
});

describe('every call has a budget', () => {
  const tight: Budget = { maxBytes: 1_000, connectMs: 5_000, sendMs: 5_000, headersMs: 5_000, bodyMs: 5_000 };
  const within = (budget: Partial<Budget>) =>
    createSafeFetch('loopback', { budgetFor: () => ({ ...tight, ...budget }) });
  const hostile = async (kind: HostileKindName, budget: Partial<Budget>) => {
    const server = await startHostileServer(kind);
    const outcome = await within(budget)(server.url).catch((error: unknown) => error);
    await server.close();
    return outcome;
  };

  it.each([
    ['silence', { headersMs: 100 }, 'HEADERS_TIMEOUT'],
    ['early hints without end', { headersMs: 100 }, 'HEADERS_TIMEOUT'],
    ['a header that comes letter by letter', { headersMs: 100 }, 'HEADERS_TIMEOUT'],
    ['a body that comes letter by letter', { bodyMs: 100 }, 'BODY_TIMEOUT'],
  ] as const)('of time in each phase: %s', async (kind, budget, code) => {
    expect(await hostile(kind, budget)).toMatchObject({ name: 'WireError', code, sent: true });
  });

  it('that gives a server longer to look at a file than at a text', async () => {
    const slow = await startDouble(async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return { status: 200, body: {} };
    });
    const send = (bytes: number) =>
      within({ headersMs: 100, headersAfterFileMs: 5_000 })(slow.url, { method: 'POST', body: Buffer.alloc(bytes) });
    await expect(send(200_000)).rejects.toMatchObject({ code: 'HEADERS_TIMEOUT' });
    expect((await send(300_000)).status).toBe(200);
    await slow.close();
  });

  it('of time for the connection, without anything being sent', async () => {
    const agents = guardedAgents('public', () => undefined);
    const lost = createSafeFetch('public', { agents, budgetFor: () => ({ ...tight, connectMs: 100 }) });
    await expect(lost('https://nameless.example/')).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT', sent: false });
  });

  it('of bytes after unpacking: a success that is over it is an error, a refusal is cut', async () => {
    const packed = (status: number) => ({
      status,
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(10_000_000, 'x')),
    });
    const server = await startDouble(({ url }) => packed(Number(url.pathname.slice(1))));
    await expect(within({})(`${server.url}/200`)).rejects.toThrow(AnswerTooLargeError);
    const refused = await within({ maxBytes: 5_000_000 })(`${server.url}/403`);
    expect((await refused.text()).length).toBe(MAX_ERROR_BYTES);
    await server.close();
  });

  it.each(['the status 999', 'the status 600', 'the status 000', 'the status 101 without being asked'] as const)(
    '%s is an error, and nobody has to catch it elsewhere',
    async (kind) => {
      const error = await hostile(kind, {});
      expect(error).toBeInstanceOf(WireError);
      expect((error as WireError).code).toMatch(/^ODD_STATUS$|^HPE_/);
    },
  );

  it('leaves out a reason phrase, whatever stands in it', async () => {
    const answer = await hostile('a control character in the reason phrase', {});
    if (answer instanceof Response) expect(answer.statusText).toBe('');
    else expect(answer).toBeInstanceOf(WireError);
  });
});
