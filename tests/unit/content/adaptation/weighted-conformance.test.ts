import twitterText from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { countText, withinLimit } from '../../../../shared/platforms/contract/text-count.ts';

/**
 * The cases of twitter-text's own conformance suite (conformance/tests/validate.yml, github.com/twitter/twitter-text,
 * © Twitter, Inc. and other contributors, Apache License 2.0) for the configuration that X counts by (version 3), with
 * long texts written as repetitions.
 */
const block = 'xxxxxxxxxx-';
const family = '👨\u200D👩\u200D👧\u200D👦';
const kana = 'あいうえおかきくけこ';
const poem =
  '故人西辞黄鹤楼，烟花三月下扬州。孤帆远影碧空尽，唯见长江天际流。朱雀桥边野草花，乌衣巷口夕阳斜。旧时王谢堂前燕，飞入寻常百姓家。朝辞白帝彩云间，千里江陵一日还。两岸猿声啼不住，轻舟已过万重山。泪湿罗巾梦不成，夜深前殿按歌声。红颜未老恩先断，斜倚薰笼坐到明。独在异乡为异客，每逢佳节倍思亲。遥知兄弟登高处，遍插茱萸少一人。';
const spaces = '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B';
const marks = ' ‐ ‑ ‒ – — ― ‖  ‗ ‘ ’ ‚ ‛ “ ” „ ‟ ′ ″ ‴ ‵ ‶ ‷';
const longHost = `https://${'somesuperlongurl'.repeat(249)}.com/foo`;

const counted: [what: string, text: string, weight: number, valid: boolean][] = [
  ['a text with a link', 'Hi http://test.co', 26, true],
  ['a link alone', 'http://test.co', 23, true],
  ['285 characters', `285 chars-${block.repeat(25)}`, 285, false],
  ['a link in the middle', `285 chars- http://www.twitter.com/jack ${block.repeat(24)}`, 299, false],
  ['a link at the end', `${block.repeat(24)} http://www.twitter.com/jack `, 289, false],
  ['ten links', 'https://www.twitter.com/aloha '.repeat(10), 240, true],
  ['160 CJK characters', poem, 320, false],
  ['160 emoji', '😷'.repeat(160), 320, false],
  ['3 Latin and 160 CJK characters', `the${poem}`, 323, false],
  ['two code points that are one letter', 'A\u0301B', 2, true],
  ['one code point that is three', 'A\uFB2C', 4, true],
  ['282 characters with one that is composed', `282 chars-${block.repeat(24)}xxxxxA\u0301x`, 281, false],
  ['a mix of emoji', `H🐱☺${family}`, 7, true],
  ['emoji', '😷👾😡🔥💩', 10, true],
  ['emoji with skin tone, and joined ones', '🙋🏽👨\u200D🎤', 4, true],
  ['general punctuation', `This is a tweet with general punctuation characters: ${spaces}${marks}`, 110, true],
  [
    'hosts that are too long for links',
    `Long url with invalid domain labels and a short url: ${longHost} ${longHost} ${longHost} https://validurl.com`,
    12_079,
    false,
  ],
  ['a host label of 64 characters', `${'randomurl'.repeat(7)}s.com`, 68, true],
  [
    'a CJK host of more than 63 punycode characters',
    `${kana.repeat(12)} http://${kana.repeat(5)}あいう.com`,
    358,
    false,
  ],
  ['a CJK host of fewer than 63 punycode characters', `${kana.repeat(12)} http://${kana.repeat(5)}あい.com`, 264, true],
  ['140 families', family.repeat(140), 280, true],
  [
    'emoji of Unicode 10',
    'Unicode 10.0 emoji: 🤪; 🧕; 🧕🏾; \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
    34,
    true,
  ],
  ['emoji of Unicode 9', 'Unicode 9.0 emoji: 🤠; 💃; 💃🏾', 29, true],
  ['directional marks around a link', '\u2066\u202Ahttp://foobar.پاکستان/\u202C\u2069', 31, true],
  ['a short text', 'I am a Tweet', 12, true],
  ['140 kana', 'の'.repeat(140), 280, true],
  ['140 cats', '\u{1F431}'.repeat(140), 280, true],
];

describe('weighted length passes the conformance cases of twitter-text', () => {
  it.each(counted)('%s', (_, text, weight, valid) => {
    expect(countText(text, 'weighted')).toBe(weight);
    expect(withinLimit(text, { unit: 'weighted', max: 280 })).toBe(valid);
  });

  it('invalid characters count, and are refused', () => {
    const text = 'ABC\u202A\uFFFFABC\uFFFE';
    expect(countText(text, 'weighted')).toBe(12);
    expect(twitterText.parseTweet(text).valid).toBe(false);
  });
});
