import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { invalidRequest, parseRequest } from '../../../shared/http/parse-request.ts';
import { MAX_BODY_BYTES } from '../../../shared/http/read-body.ts';
import { HeraldError } from '../../../shared/kernel/herald-error.ts';
import { distributionEndpoints } from '../../../shared/posts/endpoints.ts';

const create = distributionEndpoints[0];

function refused(body: string, query?: Record<string, string>): HeraldError {
  const event = { body, queryStringParameters: query, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2;
  try {
    const { problems } = parseRequest(create, event);
    if (problems.length > 0) return invalidRequest(problems);
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('The request was taken.');
}

describe('a request', () => {
  it('is told every problem at once, each by its JSON pointer', () => {
    const error = refused(JSON.stringify({ platformId: 'x', body: 1, mediaUrls: ['nope'], sheduledFor: 'now' }));
    expect(error.code).toBe('invalid_request');
    expect(error.problems.map(({ field }) => field).sort()).toEqual([
      '/body',
      '/mediaUrls/0',
      '/platformId',
      '/sheduledFor',
    ]);
    expect(error.problems.every(({ remedy }) => remedy.length > 0)).toBe(true);
  });

  it('is refused with an unknown field, so that a misspelt time never publishes at once', () => {
    const error = refused(JSON.stringify({ platformId: crypto.randomUUID(), body: 'x', scheduled_for: '2030-01-01' }));
    expect(error.problems).toMatchObject([{ field: '/scheduled_for', code: 'unknown_field' }]);
  });

  it('is told once of half a character, where the text of the body and the schema both refuse it', () => {
    const error = refused(JSON.stringify({ platformId: 'x', body: '\ud800', title: 'Whole \ud83d\ude00' }));
    expect(error.problems.filter(({ field }) => field !== '/platformId')).toMatchObject([
      { field: '/body', code: 'half_character', message: expect.stringContaining('/body') },
    ]);
    expect(error.problems).toHaveLength(2);
  });

  it('is refused with an unknown query parameter', () => {
    const error = refused(JSON.stringify({ platformId: crypto.randomUUID(), body: 'x' }), { dryrun: '1' });
    expect(error.problems).toMatchObject([{ field: '/dryrun', code: 'unknown_field' }]);
  });

  it('names what is missing', () => {
    expect(refused('').problems.map(({ field, code }) => [field, code])).toEqual([
      ['/platformId', 'required'],
      ['/body', 'required'],
    ]);
  });

  it('tells a field of another type from one that is missing', () => {
    const wrong = JSON.stringify({ platformId: crypto.randomUUID(), body: 1, title: null });
    expect(refused(wrong).problems.map(({ field, code }) => [field, code])).toEqual([
      ['/title', 'invalid_type'],
      ['/body', 'invalid_type'],
    ]);
  });

  it('is refused where it is no JSON object', () => {
    expect(refused('{"body":').message).toMatch(/not JSON/);
    expect(refused('[]').problems[0]).toMatchObject({ field: '' });
  });

  it('is refused over the size limit before it is read', () => {
    expect(refused(`"${'x'.repeat(MAX_BODY_BYTES)}"`).code).toBe('body_too_large');
  });
});
