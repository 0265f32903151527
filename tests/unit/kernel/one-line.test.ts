import { describe, expect, it } from 'vitest';
import { nameSchema, oneLine } from '../../../shared/kernel/one-line.ts';

describe('a name', () => {
  it.each(['Our blog', 'Müller & Söhne', 'ニュース', '👩‍👩‍👧 family', '  trimmed  '])('%j is taken', (name) => {
    expect(nameSchema.parse(name)).toBe(name.trim());
  });

  it.each(['', '   ', 'a\0b', 'a\nb', 'a\r\nb', 'a\u2028b', 'a\u2029b', 'a\u0085b', 'a\u001bb', 'x'.repeat(201)])(
    '%j is refused',
    (name) => {
      expect(nameSchema.safeParse(name).success).toBe(false);
    },
  );

  it('that is a label keeps its blanks and may be empty', () => {
    expect(oneLine(5).parse(' a ')).toBe(' a ');
    expect(oneLine(5).parse('')).toBe('');
  });
});
