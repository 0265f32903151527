import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';
import { patternsIn } from '../../support/house/patterns-in.ts';

describe('the check of patterns (npm run lint)', () => {
  it('finds each pattern of a file, with its line, and those that are made at run time', () => {
    const made = 'const c = (d: string) => RegExp(d);';
    const text = `const a: RegExp = /x+$/g;\nconst b = new RegExp('y', 'i');\n${made}\n`;
    expect(patternsIn('a.ts', text)).toEqual({
      patterns: [
        { line: 1, source: 'x+$', flags: 'g' },
        { line: 2, source: 'y', flags: 'i' },
      ],
      made: [3],
    });
  });

  it('knows what grows faster than its text', () => {
    expect(checkSync('x+$', '').status).toBe('vulnerable');
    expect(checkSync('<[^<>]*>', 'g').status).toBe('safe');
  });
});
