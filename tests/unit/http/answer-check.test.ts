import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { AnswerCheck, type SeenAnswer } from '../../support/answer-check.ts';

beforeAll(() => void vi.stubEnv('HERALD_VERSION', '0.0.0'));
afterAll(() => void vi.unstubAllEnvs());

const problem = {
  type: '/api/v1/docs/errors/not_found',
  title: 'Not found',
  status: 404,
  detail: 'There is no post.',
  code: 'not_found',
  remedy: 'Check the id.',
  instance: '/api/v1/feeds/1',
  requestId: '1',
};
const seen = (answer: Partial<SeenAnswer>): SeenAnswer => ({
  method: 'GET',
  path: '/api/v1/feeds/1?x=1',
  status: 404,
  contentType: 'application/problem+json',
  body: problem,
  ...answer,
});
const misfit = (answer: Partial<SeenAnswer>) => new AnswerCheck(openApiDocument()).misfit(seen(answer));

describe('the check of every answer against the document', () => {
  it('lets through what the document says', () => {
    expect(misfit({})).toBeUndefined();
    expect(misfit({ path: '/sandbox/v1/posts', status: 299, body: 1 })).toBeUndefined();
    expect(misfit({ method: 'DELETE', status: 204, body: '', contentType: '' })).toBeUndefined();
    const page = { items: [], nextCursor: null };
    expect(misfit({ path: '/api/v1/feeds', status: 200, contentType: 'application/json', body: page })).toBeUndefined();
  });

  it.each<[string, Partial<SeenAnswer>, RegExp]>([
    ['a status', { status: 418 }, /no status 418/],
    ['a code', { body: { ...problem, code: 'slot_taken' } }, /code/],
    ['a media type', { contentType: 'text/plain', body: 'x' }, /media type "text\/plain"/],
    ['a body where there is none', { method: 'DELETE', status: 204, body: '{}' }, /a body where there is none/],
    [
      'a member',
      { path: '/api/v1/feeds', status: 200, contentType: 'application/json', body: { items: [] } },
      /nextCursor/,
    ],
    [
      'a further member',
      {
        path: '/api/v1/feeds',
        status: 200,
        contentType: 'application/json',
        body: { items: [], nextCursor: null, a: 1 },
      },
      /additional/,
    ],
    ['an operation', { path: '/api/v1/nothing', status: 200, body: {} }, /no such operation/],
    ['a missing Retry-After', { status: 503, body: { ...problem, code: 'unavailable' } }, /no Retry-After/],
  ])('tells of %s that is not in it', (_, answer, words) => {
    expect(misfit(answer)).toMatch(words);
  });
});
