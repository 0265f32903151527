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
    price: -1.5,
    empty: '',
    none: null,
    late: false,
    path: 'a/b/c.txt',
    tags: ['launch', 'beta'],
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
    ['prefix without case', detail({ platform: [{ prefix: { 'equals-ignore-case': 'BLUE' } }] }), true],
    ['suffix', detail({ path: [{ suffix: '.txt' }] }), true],
    ['suffix without case', detail({ path: [{ suffix: { 'equals-ignore-case': '.TXT' } }] }), true],
    ['another suffix', detail({ path: [{ suffix: '.png' }] }), false],
    ['equals-ignore-case', detail({ platform: [{ 'equals-ignore-case': 'BLUESKY' }] }), true],
    ['wildcard', detail({ path: [{ wildcard: 'a/*/*.txt' }] }), true],
    ['another wildcard', detail({ path: [{ wildcard: 'a/*.png' }] }), false],
    ['a wildcard with a dot is no expression', detail({ path: [{ wildcard: 'a.b*' }] }), false],
    ['a literal star', { source: [{ wildcard: 'her\\*ld' }] }, false],

    ['anything-but', detail({ platform: [{ 'anything-but': 'X' }] }), true],
    ['anything-but the value', detail({ platform: [{ 'anything-but': 'Bluesky' }] }), false],
    ['anything-but a list', detail({ platform: [{ 'anything-but': ['X', 'Bluesky'] }] }), false],
    ['anything-but a number', detail({ attempts: [{ 'anything-but': [1, 2] }] }), true],
    ['anything-but a prefix', { source: [{ 'anything-but': { prefix: 'her' } }] }, false],
    ['anything-but another prefix', { source: [{ 'anything-but': { prefix: 'aws' } }] }, true],
    ['anything-but several prefixes', { source: [{ 'anything-but': { prefix: ['aws', 'her'] } }] }, false],
    ['anything-but a suffix', { source: [{ 'anything-but': { suffix: 'ald' } }] }, false],
    ['anything-but without case', { source: [{ 'anything-but': { 'equals-ignore-case': ['HERALD'] } }] }, false],
    ['anything-but a wildcard', { source: [{ 'anything-but': { wildcard: 'h*d' } }] }, false],
    ['anything-but on a missing field', { region: [{ 'anything-but': 'x' }] }, false],

    ['numeric', detail({ attempts: [{ numeric: ['>=', 3] }] }), true],
    ['numeric range', detail({ attempts: [{ numeric: ['>', 0, '<', 3] }] }), false],
    ['numeric equality', detail({ price: [{ numeric: ['=', -1.5] }] }), true],
    ['numeric on text', detail({ platform: [{ numeric: ['>', 0] }] }), false],

    ['exists', detail({ platform: [{ exists: true }] }), true],
    ['exists on null', detail({ none: [{ exists: true }] }), true],
    ['exists on a missing field', detail({ nothing: [{ exists: true }] }), false],
    ['exists false on a missing field', detail({ nothing: [{ exists: false }] }), true],
    ['exists false below a missing field', { nothing: { deeper: [{ exists: false }] } }, true],
    ['exists false on a field', detail({ platform: [{ exists: false }] }), false],
    ['exists on an object, which is no value', { detail: [{ exists: true }] }, false],

    ['alternatives of operators', detail({ platform: [{ prefix: 'X' }, { suffix: 'sky' }] }), true],
    ['objects in a list', detail({ parts: { kind: ['image'] } }), true],
    ['fields of one object in a list', detail({ parts: { kind: ['image'], length: [10] } }), false],
    ['$or', { $or: [{ source: ['other'] }, { detail: { attempts: [3] } }] }, true],
    ['$or without a match', { $or: [{ source: ['other'] }, { detail: { attempts: [4] } }] }, false],
    ['$or next to a field', { source: ['other'], $or: [{ source: ['herald'] }, { source: ['x'] }] }, false],
    ['$or below', detail({ $or: [{ platform: ['X'] }, { attempts: [{ numeric: ['<', 9] }] }] }), true],
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
    [{ source: [{ like: 'h' }] }, 'operator like'],
    [{ source: [{ prefix: 'a', suffix: 'b' }] }, 'one operator in each'],
    [{ source: [{ prefix: 1 }] }, 'prefix of "source" must be a text'],
    [{ source: [{ exists: 'yes' }] }, 'true or false'],
    [{ n: [{ numeric: ['>'] }] }, 'numeric of "n"'],
    [{ n: [{ numeric: ['~', 1] }] }, 'numeric of "n"'],
    [{ n: [{ 'anything-but': { numeric: 1 } }] }, 'anything-but of "n"'],
    [{ $or: [{ a: ['b'] }] }, 'at least two'],
  ])('%j is named', (pattern, problem) => {
    expect(patternProblem(pattern)).toContain(problem);
  });
});
