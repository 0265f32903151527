import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImportColumn, importColumns } from '../../../shared/imports/rows/columns.ts';
import { guarded, readCell } from '../../../shared/imports/rows/csv-cells.ts';

const cell = fc.string({
  unit: fc.constantFrom('a', 'ß', '🙂', "'", '=', '+', '-', '@', '|', '＝', ' ', '\t', '\r', '\n'),
});
/** What Excel, LibreOffice and Google Sheets take for the beginning of a formula. */
const runs = /^[=+\-@|＝＋－＠｜\t\r\n]/;
const problemOf = (column: ImportColumn, text: string) => {
  const read = readCell(column, text);
  return 'problem' in read ? read.problem.message : undefined;
};

describe('a cell of a CSV file', () => {
  it('runs in no spreadsheet once it is guarded, and says the same when it is read again', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(guarded(text)).not.toMatch(runs);
        const value = text.trim() === '' ? undefined : text;
        expect(readCell('body', guarded(text))).toEqual({ value });
      }),
      { numRuns: 500 },
    );
  });

  it('says nothing where it is empty, in every column', () => {
    for (const column of importColumns) {
      for (const text of ['', ' ', '\t\n']) expect(readCell(column, text)).toEqual({ value: undefined });
    }
  });

  it.each<[ImportColumn, string, unknown]>([
    ['title', '  kept  ', '  kept  '],
    ['body', 'two\nlines ', 'two\nlines '],
    ['timezone', ' Europe/Berlin ', 'Europe/Berlin'],
    [
      'mediaUrls',
      ' https://a.example/1 | https://a.example/2\nhttps://a.example/3 ',
      ['https://a.example/1', 'https://a.example/2', 'https://a.example/3'],
    ],
    ['isControl', 'TRUE', true],
    ['allowDuplicate', ' false ', false],
    ['lateAfterMinutes', ' 090 ', 90],
    ['lateAfterMinutes', '1.5', '1.5'],
    ['lateAfterMinutes', '-5', '-5'],
    ['platformSpecific', '{"thread":["=1+1"]}', { thread: ['=1+1'] }],
    ['key', "'=1", '=1'],
    ['key', "'plain", "'plain"],
  ])('of the column %s that holds %j is %j', (column, text, value) => {
    expect(readCell(column, text)).toEqual({ value });
  });

  it('that cannot be read says what it holds and why not', () => {
    expect(problemOf('isControl', 'perhaps')).toContain('"perhaps"');
    expect(problemOf('isControl', 'x'.repeat(500))!.length).toBeLessThan(120);
    expect(problemOf('platformSpecific', '{"a":')).toMatch(/JSON/);
    expect(problemOf('platformSpecific', `${'['.repeat(100)}${']'.repeat(100)}`)).toMatch(/64/);
  });

  it('that is nested without end is refused instead of breaking the reader', () => {
    fc.assert(
      fc.property(fc.integer({ min: 65, max: 200_000 }), (depth) => {
        expect(problemOf('platformSpecific', '['.repeat(depth))).toMatch(/nested/);
      }),
      { numRuns: 20 },
    );
  });
});
