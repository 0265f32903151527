import { describe, expect, it } from 'vitest';
import { countText } from '../../../../shared/platforms/contract/text-count.ts';

const char = (code: number) => String.fromCodePoint(code);

describe('X counts code points by range', () => {
  it.each([
    0x20, 0x41, 0x7e, 0xa0, 0xdf, 0xe9, 0xff, 0x100, 0x17f, 0x250, 0x3b1, 0x416, 0x5d0, 0x627, 0x905, 0xe01, 0xe3f,
    0x10d0, 0x10ff, 0x2002, 0x2003, 0x200b, 0x200c, 0x200d, 0x2010, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d,
    0x201f, 0x2032, 0x2033, 0x2037,
  ])('U+%s weighs 1', (code) => {
    expect(countText(`a${char(code)}b`, 'weighted')).toBe(3);
  });

  it.each([
    0x1100, 0x11ff, 0x1e00, 0x1f00, 0x1ffc, 0x200e, 0x200f, 0x2020, 0x2022, 0x2026, 0x2030, 0x2031, 0x2038, 0x203d,
    0x20ac, 0x2122, 0x2190, 0x2500, 0x25a0, 0x3001, 0x3042, 0x30a2, 0x4e00, 0x9fff, 0xac00, 0xd7a3, 0xff01, 0xff21,
    0x10000, 0x1d400, 0x20000,
  ])('U+%s weighs 2', (code) => {
    expect(countText(`a${char(code)}b`, 'weighted')).toBe(4);
  });

  it.each([
    ['👍🏿', 2],
    ['🏳️‍🌈', 2],
    ['👩🏽‍🚀', 2],
    ['🇩🇪', 2],
    ['🇩🇪🇫🇷', 4],
    ['❤️', 2],
    ['1️⃣', 2],
    ['example.com', 23],
    [`https://example.com/${'a'.repeat(300)}`, 23],
    ['http://example.com.', 24],
    ['(example.com)', 25],
    ['www.example.co.uk/path?query=1#hash', 23],
    ['example.notatld', 15],
    ['mail@example.com', 16],
    ['@example.com', 12],
    ['ftp://example.com/', 18],
    ['a\nb', 3],
    ['', 0],
  ])('%s weighs %i', (text, weight) => {
    expect(countText(text, 'weighted')).toBe(weight);
  });
});
