import { describe, expect, it } from 'vitest';
import { allEndpoints } from '../../../shared/http/all-endpoints.ts';
import { createRouteMatcher } from '../../../shared/http/match-route.ts';
import type { Endpoint } from '../../../shared/kernel/requests/endpoint.ts';

const named = (...routes: Endpoint['route'][]) =>
  createRouteMatcher(
    routes.map((route) => ({
      route,
      operationId: route,
      function: 'docs',
      scope: 'read',
      summary: '',
      responses: { 200: { description: '' } },
    })),
  );
const match = named(
  'GET /things',
  'POST /things',
  'GET /things/{id}',
  'DELETE /things/{id}',
  'POST /things/check',
  'GET /things/{id}/parts/{part}',
);
const found = (method: string, path: string) => {
  const result = match(method, path);
  return result.endpoint ? [result.endpoint.route, result.params] : result.allowed;
};

describe('matching a request with an endpoint', () => {
  it('takes the text of a path before a parameter', () => {
    expect(found('GET', '/things')).toEqual(['GET /things', {}]);
    expect(found('GET', '/things/a1')).toEqual(['GET /things/{id}', { id: 'a1' }]);
    expect(found('POST', '/things/check')).toEqual(['POST /things/check', {}]);
    expect(found('GET', '/things/a1/parts/b2')).toEqual(['GET /things/{id}/parts/{part}', { id: 'a1', part: 'b2' }]);
  });

  it('names the methods of a path that has others', () => {
    expect(found('PUT', '/things')).toEqual(['GET', 'HEAD', 'POST']);
    expect(found('OPTIONS', '/things/a1')).toEqual(['DELETE', 'GET', 'HEAD']);
    expect(found('GET', '/things/check')).toEqual(['POST']);
    expect(found('get', '/things')).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('answers HEAD where there is a GET', () => {
    expect(found('HEAD', '/things/a1')).toEqual(['GET /things/{id}', { id: 'a1' }]);
    expect(found('HEAD', '/things/check')).toEqual(['POST']);
  });

  it('knows no path that is longer, shorter, written otherwise or has an empty part', () => {
    for (const path of [
      '',
      '/',
      '/thing',
      '/Things',
      '/things/',
      '/things//parts/b2',
      '/things/a1/parts',
      '/things/a/b/c/d',
    ]) {
      expect(found('GET', path), path).toEqual([]);
    }
  });

  it('takes a decoded path as it is: no second decoding, no failure at a stray percent sign', () => {
    expect(found('GET', '/things/%23')).toEqual(['GET /things/{id}', { id: '%23' }]);
    expect(found('GET', '/things/%E0%A4%A')).toEqual(['GET /things/{id}', { id: '%E0%A4%A' }]);
    expect(found('GET', '/things/2026-01-01#07:30')).toEqual(['GET /things/{id}', { id: '2026-01-01#07:30' }]);
    expect(found('GET', '/things/a/b')).toEqual([]);
    expect(found('GET', '/things/__proto__')).toEqual(['GET /things/{id}', { id: '__proto__' }]);
  });

  it('is as fast for the longest path that a gateway takes', () => {
    const path = `/things${'/a'.repeat(5_000)}`;
    const start = performance.now();
    for (let round = 0; round < 100; round += 1) match('GET', path);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('finds every endpoint of the API by its own route', () => {
    const matchAll = createRouteMatcher(allEndpoints);
    for (const endpoint of allEndpoints) {
      const [method, path] = endpoint.route.split(' ') as [string, string];
      const result = matchAll(method, path.replaceAll(/\{(\w+)\}/g, 'value-of-$1'));
      expect(result.endpoint?.operationId).toBe(endpoint.operationId);
    }
  });
});
