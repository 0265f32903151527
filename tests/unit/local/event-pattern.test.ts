import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../infra/local/aws/event-bus/event-pattern.ts';
import { patternProblem } from '../../../infra/local/aws/event-bus/pattern-problem.ts';

const event = {
  source: 'herald',
  'detail-type': 'post.published',
  resources: ['arn:a', 'arn:b'],
  detail: {
    platform: 'Bluesky',
    attempts: 3,
    empty: '',
    none: null,
    late: false,
    parts: [
      { kind: 'text', length: 10 },
      { kind: 'image', length: 0 },
    ],
  },
};

const detail = (pattern: unknown) => ({ detail: pattern });

describe('a pattern', () => {
  it.each<[what: string, pattern: unknown, matches: boolean]>([
    ['one of several values', { source: ['other', 'herald'] }, true],
    ['no value', { source: ['other'] }, false],
    ['every field', { source: ['herald'], 'detail-type': ['post.failed'] }, false],
    ['a field that is missing', { region: ['us-east-1'] }, false],
    ['an element of a list', { resources: ['arn:b'] }, true],
    ['no element of a list', { resources: ['arn:c'] }, false],
    ['a number', detail({ attempts: [3] }), true],
    ['a number as text', detail({ attempts: ['3'] }), false],
    ['true and false', detail({ late: [false] }), true],
    ['null', detail({ none: [null] }), true],
    ['null for a missing field', detail({ nothing: [null] }), false],
    ['an empty text', detail({ empty: [''] }), true],
    ['case', detail({ platform: ['bluesky'] }), false],

    ['prefix', { 'detail-type': [{ prefix: 'post.' }] }, true],
    ['another prefix', { 'detail-type': [{ prefix: 'slot.' }] }, false],
    ['prefix on a number', detail({ attempts: [{ prefix: '3' }] }), false],

    ['exists', detail({ platform: [{ exists: true }] }), true],
    ['exists on null', detail({ none: [{ exists: true }] }), true],
    ['exists on a missing field', detail({ nothing: [{ exists: true }] }), false],
    ['exists false on a missing field', detail({ nothing: [{ exists: false }] }), true],
    ['exists false below a missing field', { nothing: { deeper: [{ exists: false }] } }, true],
    ['exists false on a field', detail({ platform: [{ exists: false }] }), false],
    ['exists on an object, which is no value', { detail: [{ exists: true }] }, false],

    ['alternatives of operators', detail({ platform: [{ prefix: 'X' }, { exists: true }] }), true],
    ['objects in a list', detail({ parts: { kind: ['image'] } }), true],
    ['fields of one object in a list', detail({ parts: { kind: ['image'], length: [10] } }), false],
  ])('judges %s', (_what, pattern, matches) => {
    expect(patternProblem(pattern)).toBeUndefined();
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it('filters stream records, whose numbers are texts', () => {
    const record = { eventName: 'INSERT', dynamodb: { NewImage: { type: { S: 'event' }, version: { N: '1' } } } };
    const pattern = {
      eventName: ['INSERT'],
      dynamodb: { NewImage: { type: { S: ['event'] }, version: { N: ['1'] } } },
    };
    expect(matchesPattern(pattern, record)).toBe(true);
    expect(matchesPattern(pattern, { ...record, eventName: 'REMOVE' })).toBe(false);
  });
});

describe('a wrong pattern', () => {
  it.each([
    ['herald', 'must be an object'],
    [{}, 'must be an object with fields'],
    [{ source: 'herald' }, '"source" must be an object or a list'],
    [{ source: [] }, '"source" must be an object or a list'],
    [{ source: [['herald']] }, 'a list in a list'],
    [{ source: [{ prefix: 'a', suffix: 'b' }] }, 'one operator in each'],
    [{ source: [{ prefix: 1 }] }, 'prefix of "source" must be a text'],
    [{ source: [{ exists: 'yes' }] }, 'true or false'],
  ])('%j is named', (pattern, problem) => {
    expect(patternProblem(pattern)).toContain(problem);
  });
});

describe('an operator of EventBridge that the template does not use', () => {
  it.each([
    ['suffix', { path: [{ suffix: '.txt' }] }],
    ['equals-ignore-case', { path: [{ 'equals-ignore-case': 'A' }] }],
    ['wildcard', { path: [{ wildcard: 'a/*' }] }],
    ['anything-but', { path: [{ 'anything-but': ['a'] }] }],
    ['numeric', { path: [{ numeric: ['>', 0] }] }],
    ['cidr', { path: [{ cidr: '10.0.0.0/24' }] }],
    ['$or', { $or: [{ path: ['a'] }, { path: ['b'] }] }],
    ['$or', { detail: { $or: [{ path: ['a'] }, { path: ['b'] }] } }],
  ])('is refused by its name: %s in %j', (operator, pattern) => {
    expect(patternProblem(pattern)).toMatch(`the local cloud does not know the operator ${operator} of `);
  });

  it('is refused as an operand of one that it does use', () => {
    expect(patternProblem({ source: [{ prefix: { 'equals-ignore-case': 'H' } }] })).toContain('prefix of "source"');
  });
});
