import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { Random } from '../../crash/random.ts';
import { Findings } from '../../fuzz/findings.ts';
import { judge } from '../../fuzz/judge.ts';
import { type FuzzRequest, makeRequest, operationsOf } from '../../fuzz/request.ts';
import { Tenant } from '../../fuzz/tenant.ts';
import { AnswerCheck } from '../../support/answer-check.ts';

beforeAll(() => {
  vi.stubEnv('HERALD_VERSION', '0.0.0');
  vi.useFakeTimers({ now: Date.parse('2026-12-01T00:00:00Z'), toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const tenant = () => new Tenant('alpha', 'http://127.0.0.1:1', 'key');
const other = new Tenant('bravo', 'http://127.0.0.1:1', 'key');
const requestsOf = (seed: string): FuzzRequest[] => {
  const random = new Random(seed);
  const how = { random, tenant: tenant(), others: [other] };
  return operationsOf(openApiDocument()).flatMap((operation) =>
    Array.from({ length: 5 }, () => makeRequest(openApiDocument(), operation, how)),
  );
};

describe('the fuzzer', () => {
  it('makes the same requests from the same seed, and others from another', () => {
    expect(requestsOf('one')).toEqual(requestsOf('one'));
    expect(requestsOf('one')).not.toEqual(requestsOf('two'));
  });

  it('can write down every request that it thinks of, also where a value has no text of its own', () => {
    for (let seed = 0; seed < 20; seed += 1) expect(requestsOf(`seed ${seed}`).length).toBeGreaterThan(0);
  });

  it('names no address outside of this machine', () => {
    const bodies = requestsOf('three').map(({ body }) => body?.toString('utf8') ?? '');
    const addresses = bodies.flatMap((body) => body.match(/https?:\/\/[\w.:-]+/g) ?? []);
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((address) => !/^https?:\/\/127\.0\.0\.1/.test(address))).toEqual([]);
  });

  const feeds = '/api/v1/feeds';
  const asked = (more: object = {}): FuzzRequest => ({
    operation: { method: 'GET', path: feeds, operationId: 'listFeeds', parameters: [], bodies: {} },
    ...{ method: 'GET', path: feeds, headers: {}, body: undefined, isForeign: false, ...more },
  });
  const page = { items: [], nextCursor: null };
  const answered = (status: number, body: unknown, headers = {}) => ({
    status,
    headers: { 'content-type': status < 300 ? 'application/json' : 'application/problem+json', ...headers },
    text: JSON.stringify(body),
    milliseconds: 1,
  });
  const verdict = (answer: ReturnType<typeof answered>, more = {}) =>
    judge(new AnswerCheck(openApiDocument()), asked(more), answer, [other]);

  it('lets an answer stand that the document has', () => {
    expect(verdict(answered(200, page))).toBeUndefined();
  });

  it('finds a 5xx, a text of another tenant, success with its things, and what the document does not have', () => {
    expect(verdict(answered(500, {}))).toMatch(/^a 500/);
    expect(verdict(answered(503, {}))).toMatch(/^a 503/);
    expect(verdict(answered(200, { ...page, items: [{ name: `News ${other.mark}` }] }))).toBe('a text of bravo');
    expect(verdict(answered(200, page), { isForeign: true })).toBe('success with a thing of another tenant');
    expect(verdict(answered(200, { items: [] }))).toMatch(/outside the document/);
  });

  it('takes no word of the gateway for an answer of Herald', () => {
    const gateway = (status: number) =>
      verdict({ ...answered(status, { message: '…' }), headers: { 'content-type': 'application/json' } }, lost);
    const lost = { path: '/api/v1/nowhere' };
    expect(gateway(404)).toMatch(/outside the document/);
    expect(gateway(401)).toMatch(/outside the document/);
    expect(gateway(429)).toBeUndefined();
  });

  it('calls no run good whose requests were all refused', () => {
    const findings = (count: number, status: number) => {
      const found = new Findings(count);
      for (const operationId of ['one', 'two']) found.count(asked({ operation: { operationId } }), status);
      found.expectReach(4);
      return found.isClean;
    };
    expect(findings(2_000, 200)).toBe(true);
    expect(findings(2_000, 429)).toBe(false);
    expect(findings(10, 429)).toBe(true);
  });
});
