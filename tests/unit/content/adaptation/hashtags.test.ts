import * as fc from 'fast-check';
import twitterText from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { adaptContent } from '../../../../shared/content/adaptation/adapt-content.ts';
import { addHashtags, hashtagOf } from '../../../../shared/content/adaptation/text/hashtags.ts';
import { facetsOf } from '../../../../shared/platforms/bluesky/lib/facets.ts';
import { adapterFor } from '../../../../shared/platforms/registry.ts';
import { anyText } from './any-text.ts';

const always = () => true;

describe('a keyword as a hashtag', () => {
  it.each([
    ['open source', 'OpenSource'],
    ['opensource', 'opensource'],
    ['AWS Lambda@Edge', 'AWSLambdaEdge'],
    ['CI/CD', 'CICD'],
    ["don't panic", 'DontPanic'],
    ['#already', 'already'],
    ['snake_case', 'snake_case'],
    ['web 3.0', 'Web30'],
    ['Füße über', 'FüßeÜber'],
    ['日本 語', '日本語'],
    ['2024', undefined],
    ['c++', 'cPlusPlus'],
    ['C# and F#', 'CSharpAndFSharp'],
    ['👩‍👩‍👧', undefined],
    ['  ', undefined],
  ])('%j is %j', (keyword, tag) => {
    expect(hashtagOf(keyword)).toBe(tag);
  });

  it('is one whole tag on X and on Bluesky, whatever the keyword', () => {
    fc.assert(
      fc.property(anyText, (keyword) => {
        const tag = hashtagOf(keyword);
        if (tag === undefined) return;
        expect(tag).toMatch(/^[\p{L}\p{M}\p{N}_]+$/u);
        expect(twitterText.extractHashtags(`text #${tag} text`)).toEqual([tag]);
        if ([...tag].length <= 60) expect(facetsOf(`#${tag}`)[0]?.features[0]).toMatchObject({ tag });
      }),
      { numRuns: 500 },
    );
  });
});

describe('hashtags', () => {
  it('stand in a last paragraph, as many as the platform takes; the others are named', () => {
    expect(addHashtags('Text', ['one', 'two', 'three'], { max: 2 }, always)).toEqual({
      text: 'Text\n\n#one #two',
      leftOut: ['three'],
      impossible: [],
    });
  });

  it('are those that fit: a shorter one may follow one that does not', () => {
    const fits = (text: string) => text.length <= 14;
    expect(addHashtags('Text', ['long keyword', 'short'], { max: 5 }, fits)).toEqual({
      text: 'Text\n\n#short',
      leftOut: ['LongKeyword'],
      impossible: [],
    });
  });

  it('never come twice, in whatever case, nor where the text has them already', () => {
    const text = 'Text with #Two';
    expect(addHashtags(text, ['one', 'One', 'ONE', 'two'], { max: 5 }, always).text).toBe(`${text}\n\n#one`);
    expect(addHashtags('Text', ['two'], { max: 5 }, always, 'read before: #two').text).toBe('Text');
  });

  it('count with those that the author wrote', () => {
    expect(addHashtags('#a #b', ['c'], { max: 2 }, always)).toEqual({ text: '#a #b', leftOut: ['c'], impossible: [] });
  });

  it('are named where none can be made of a keyword', () => {
    const { text, impossible } = addHashtags('Text', ['2027', 'one', '!!!'], { max: 5 }, always);
    expect([text, impossible]).toEqual(['Text\n\n#one', ['2027', '!!!']]);
    const { notes } = adaptContent({ body: 'Text', keywords: ['2027'] }, adapterFor('x').rules);
    expect(notes).toMatchObject([{ code: 'hashtag_impossible', message: expect.stringContaining('"2027"') }]);
  });

  it('are not longer than the platform takes', () => {
    expect(addHashtags('Text', ['x'.repeat(65), 'y'.repeat(64)], { max: 5, maxLength: 64 }, always).text).toBe(
      `Text\n\n#${'y'.repeat(64)}`,
    );
  });
});
