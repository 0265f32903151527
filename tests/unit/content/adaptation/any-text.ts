import * as fc from 'fast-check';

/** What texts are made of, and what may be cut by mistake. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'word',
      'Sentence one. ',
      'Ends here! ',
      'well-known',
      "don't",
      '3.14',
      '…',
      '"quoted."',
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom(' ', '  ', '\n', '\n\n', '\t', '\u00A0', '\r\n', '\u2029') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'https://example.com/a/path?with=query&more=1#hash',
      'http://localhost:3000/x',
      'https://пример.рф/путь',
      'example.com/path',
      '@name',
      '@alice.bsky.social',
      '@user@mastodon.example',
      '#hashtag',
      '#タグ、続き',
      '＃全角',
      '$AAPL',
      '$TSLA',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '日本語のテキスト。',
      'สวัสดีครับ',
      '한국어 문장',
      'مرحبا بالعالم',
      '你好',
      'ひらがな「かぎ」',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('👩‍👩‍👧', '🇩🇪', '👍🏿', 'e\u0301', 'z\u0300\u0301\u0302\u0303', '❤️', '\u200B', '\u0301'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a'.repeat(70), `https://example.com/${'x'.repeat(330)}`, `#${'t'.repeat(120)}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '# ',
      '- ',
      '> ',
      '**',
      '_',
      '`',
      '[',
      '](https://a.example)',
      '```\n',
      '<p>',
      '<b',
      '&amp;',
      '| a |',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('\uD800', '\uDC00', '\u0000', '\uFFFE') },
);

/** Any Unicode string, and mostly such as have something in them to break. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' ')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 700 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 700 }) },
);
