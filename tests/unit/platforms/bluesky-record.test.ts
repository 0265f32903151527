import { RichText } from '@atproto/api';
import { TID } from '@atproto/common-web';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Facet, facetsOf } from '../../../shared/platforms/bluesky/lib/facets.ts';
import { recordKey } from '../../../shared/platforms/bluesky/lib/record-key.ts';

const texts = [
  'plain text',
  'a link https://example.com/path?a=1#b, and more',
  'in (https://example.com/x) brackets. And example.org/y too!',
  'Grüße 👩‍👩‍👧 #tag and #ünïcode und #a-b',
  'a #123 is no tag, #1a is',
  'hello @alice.bsky.social and @bob.test, not a@b.com',
  '(@alice.bsky.social)',
  'line\nhttps://example.com\n#end',
  'https://example.com/@alice.test/page',
];

describe('facets', () => {
  it.each(texts)('are the ones that the official client finds in "%s"', (text) => {
    const rich = new RichText({ text });
    rich.detectFacetsWithoutResolution();
    const official = (rich.facets ?? []).map(({ index, features: [feature] }) => ({
      index,
      feature: simple(feature!),
    }));
    expect(facetsOf(text).map(({ index, features: [feature] }) => ({ index, feature: simple(feature) }))).toEqual(
      official.sort((a, b) => a.index.byteStart - b.index.byteStart),
    );
  });

  it('never overlap and always lie on whole characters', () => {
    const piece = fc.constantFrom(
      '#tag',
      '@a.test',
      'https://x.org/@b.test#c',
      'é',
      '👩‍👩‍👧',
      ' ',
      '(',
      ')',
      '.',
      'word.com',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const bytes = Buffer.from(text);
        let end = 0;
        for (const { index } of facetsOf(text)) {
          expect(index.byteStart).toBeGreaterThanOrEqual(end);
          expect(bytes.subarray(index.byteStart, index.byteEnd).toString()).not.toContain('\uFFFD');
          end = index.byteEnd;
        }
      }),
    );
  });
});

describe('the record key', () => {
  const createdAt = '2026-11-20T10:00:00.123Z';
  const key = (distributionId: string, textVersion = 1) =>
    recordKey({ distributionId, textVersion, createdAt, dueAt: createdAt, part: 0 });

  it('is a valid TID of the creation time, the same every time', () => {
    const made = key('01939f6e-0000-7000-8000-000000000001');
    expect(made).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/);
    expect(Math.floor(TID.fromStr(made).timestamp() / 1000)).toBe(Date.parse(createdAt));
    expect(key('01939f6e-0000-7000-8000-000000000001')).toBe(made);
  });

  it('differs between the posts of a thread, and stands in its order', () => {
    const keys = Array.from({ length: 25 }, (_, part) =>
      recordKey({ distributionId: 'thread', textVersion: 1, createdAt, dueAt: createdAt, part }),
    );
    expect([...new Set(keys)].sort()).toEqual(keys);
    expect(keys[0]).toBe(key('thread'));
  });

  it('differs between posts of the same millisecond, and between versions of one', () => {
    const keys = Array.from({ length: 500 }, (_, number) => key(`distribution-${number}`));
    expect(new Set(keys).size).toBe(500);
    expect(key('one', 1)).not.toBe(key('one', 2));
  });
});

/** The official client keeps a mentioned handle where the DID will stand. */
function simple(feature: Facet['features'][0] | { $type?: string }): unknown {
  const { $type, did, handle, uri, tag } = feature as Record<string, unknown>;
  return { $type, value: did ?? handle ?? uri ?? tag };
}
