import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idempotencyOf } from '../../../shared/http/idempotent.ts';
import { readJson } from '../../../shared/http/read-body.ts';
import { HeraldError } from '../../../shared/kernel/herald-error.ts';

/** A body as the gateway gives it to a function: JSON as text, anything else as base64. */
function eventOf(body: Buffer | string, contentType?: string, isBase64Encoded = false): APIGatewayProxyEventV2 {
  const bytes = Buffer.from(body as Buffer);
  return {
    body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  } as unknown as APIGatewayProxyEventV2;
}

function refusalOf(event: APIGatewayProxyEventV2): HeraldError {
  try {
    readJson(event);
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('The body was taken.');
}

const latin1 = Buffer.concat([Buffer.from('{"body":"Caf'), Buffer.from([0xe9]), Buffer.from('"}')]);

describe('the bytes of a JSON body', () => {
  it.each([false, true])('are refused where they are no UTF-8 (as base64: %s)', (isBase64Encoded) => {
    const error = refusalOf(eventOf(latin1, undefined, isBase64Encoded));
    expect([error.code, error.problems[0]!.code, error.problems[0]!.field]).toEqual([
      'invalid_request',
      'not_utf8',
      '',
    ]);
    expect(error.message).toContain('line 1, column 13');
    expect(error.remedy).toContain('"\\ufffd"');
  });

  it('are refused wherever one of them is broken, however the gateway gives them', () => {
    const broken = fc.constantFrom([0xff], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0x80]);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        broken,
        fc.string(),
        fc.boolean(),
        (before, bytes, after, base64) => {
          const body = Buffer.concat([Buffer.from(`"${before}`), Buffer.from(bytes), Buffer.from(`${after}"`)]);
          expect(refusalOf(eventOf(body, undefined, base64)).problems[0]!.code).toBe('not_utf8');
        },
      ),
    );
  });

  it('give back every JSON value exactly, with or without a byte order mark', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), fc.boolean(), fc.boolean(), (json, base64, mark) => {
        fc.pre(!json.includes('\uFFFD') && !json.includes('__proto__'));
        const { value, problems } = readJson(eventOf(mark ? `\uFEFF${json}` : json, undefined, base64));
        expect([value, problems]).toEqual([JSON.parse(json), []]);
      }),
    );
  });

  it('may say U+FFFD as an escape', () => {
    expect(readJson(eventOf('{"a":"\\ufffd"}')).value).toEqual({ a: '\uFFFD' });
  });
});

describe('a text inside a JSON body', () => {
  it('is refused with half of a character, by its place', () => {
    const { problems } = readJson(eventOf('{"a":["ok","\\ud83d"],"\\udc00":1,"b":"\\ud83d\\ude00"}'));
    expect(problems.map(({ field, code }) => [field, code])).toEqual([
      ['/a/1', 'half_character'],
      ['/\uFFFD', 'half_character'],
    ]);
    expect(JSON.stringify(problems).isWellFormed()).toBe(true);
  });

  it('is refused as a field that no schema would see', () => {
    const { problems } = readJson(eventOf('{"platformSpecific":{"meta":{"__proto__":{"a":1}}}}'));
    expect(problems).toMatchObject([{ field: '/platformSpecific/meta/__proto__', code: 'unknown_field' }]);
  });

  it('that is no JSON is told with its place, in words of our own', () => {
    expect(refusalOf(eventOf('{\n "a": nope}')).message).toBe(
      'The body is not JSON: it cannot be read near "{\n "a": nope}".',
    );
    expect(refusalOf(eventOf('{"a":')).message).toBe('The body is not JSON: it ends too early.');
    expect(refusalOf(eventOf('{"a": 1,}')).message).toBe(
      'The body is not JSON: it cannot be read at line 1, column 9.',
    );
  });
});

describe('the content type of a JSON body', () => {
  it.each([
    undefined,
    '',
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/vnd.api+json',
    'text/json',
  ])('%s is taken', (type) => {
    expect(readJson(eventOf('{"a":1}', type)).value).toEqual({ a: 1 });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json; charset=iso-8859-1',
    'json',
  ])('%s is refused, with what to send instead', (type) => {
    const error = refusalOf(eventOf('{"a":1}', type, true));
    expect([error.code, error.headers]).toEqual(['unsupported_media_type', { accept: 'application/json' }]);
    expect(error.remedy).toContain('content-type: application/json');
  });

  it('does not matter where there is no body', () => {
    expect(readJson(eventOf('', 'application/x-www-form-urlencoded')).value).toEqual({});
  });
});

describe('the fingerprint of a body', () => {
  const fingerprintOf = (body: unknown) =>
    idempotencyOf(
      {
        rawPath: '/x',
        headers: { 'idempotency-key': 'k' },
        requestContext: { http: { method: 'POST' } },
      } as unknown as APIGatewayProxyEventV2,
      body,
    )!.fingerprint;

  it('calls nothing that a caller wrote, whatever its fields are named', () => {
    const meta = { x: { toString: 1, valueOf: 1, toJSON: 1 }, y: { toString: 2 } };
    expect(fingerprintOf({ platformSpecific: { meta } })).toBe(fingerprintOf({ platformSpecific: { meta } }));
  });

  it('says the same whatever the order of fields, and another for another value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(fingerprintOf(reversed)).toBe(fingerprintOf(value));
        expect(fingerprintOf({ ...value, one: { more: Object.keys(value).length } })).not.toBe(fingerprintOf(value));
      }),
    );
  });
});
