import { describe, expect, it } from 'vitest';
import { RouteTable } from '../../../infra/local/http/route-table.ts';

const keys = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
  'GET /{kind}/cat',
  'ANY /pets/{proxy+}',
  'ANY /birds',
  '$default',
];
const table = new RouteTable(keys.map((routeKey) => ({ routeKey, integrationId: '' })));
const routeOf = (method: string, path: string) => table.match(method, path)?.route.routeKey;

describe('the route of a request, as API Gateway documents it', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
    ['POST', '/pets/dog/1', 'ANY /pets/{proxy+}'],
    ['POST', '/test/5', 'ANY /{proxy+}'],
    ['HEAD', '/birds', 'ANY /birds'],
    ['POST', '/', '$default'],
  ])('of %s %s is %s', (method, path, routeKey) => expect(routeOf(method, path)).toBe(routeKey));

  it('is a full match before a greedy one, whatever stands before the variables', () => {
    expect(routeOf('GET', '/pets/cat')).toBe('GET /{kind}/cat');
  });

  it('needs one path segment at least for the rest', () => {
    const only = new RouteTable([{ routeKey: 'ANY /pets/{proxy+}', integrationId: '' }]);
    expect(only.match('GET', '/pets')).toBeUndefined();
    expect(only.match('GET', '/pets/')).toBeUndefined();
    expect(only.match('GET', '/pets/a/b%2Fc')?.pathParameters).toEqual({ proxy: 'a/b/c' });
  });
});
