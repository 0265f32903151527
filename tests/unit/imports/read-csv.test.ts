import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importColumns } from '../../../shared/imports/rows/columns.ts';
import { readCsv } from '../../../shared/imports/rows/read-csv.ts';
import { rowWriter } from '../../../shared/imports/rows/write-rows.ts';

const breaks = fc.constantFrom('\n', '\r\n', '\r');
const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '🙂', ',', ';', '"', "'", '=', '-', '@', ' ', '\n', '\r\n') });

describe('a CSV file', () => {
  it('names the line that each row begins on, whatever the line breaks in and between rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, breaks, fc.nat(2)), { maxLength: 8 }), breaks, (rows, first) => {
        let text = `platformId,body${first}`;
        const expected = rows.map(([body, end, blank]) => {
          // A lone CR before an LF would be one break of two characters.
          const line = text.split(/\r\n|\r|\n/).length;
          text += `p,"x${body.replaceAll('"', '""')}"${end}${(end === '\r' ? '\r' : '\n').repeat(blank)}`;
          return line;
        });
        expect(readCsv(text).rows.map(({ line }) => line)).toEqual(expected);
      }),
    );
  });

  it('that an export wrote says the same when it is read again, formulas and all', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.constantFrom('escape', 'keep'), (bodies, how) => {
        const writer = rowWriter('csv', importColumns, { formulas: how, bom: 'none' });
        const written = bodies.map((body) => `${body}.`).filter((body) => how === 'escape' || !body.startsWith("'"));
        const lines = written.map((body) => writer.line({ platformId: 'p', body }));
        const { rows, problems } = readCsv(writer.header + lines.join(''));
        expect(problems).toEqual([]);
        expect(rows.map(({ value }) => (value as { body: string }).body)).toEqual(written);
      }),
    );
  });

  it('gives a spreadsheet nothing to run: what begins like a formula begins with an apostrophe', () => {
    const { line } = rowWriter('csv', ['body'], { formulas: 'escape', bom: 'none' });
    for (const body of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\n=1', '＝1', "'=1"])
      expect(line({ body })).toMatch(/^"?'/);
    for (const body of ['1', "it's", 'a=b']) expect(line({ body })).not.toMatch(/^"?'/);
  });

  it('may be separated by commas, semicolons or tabs, and begin with a byte order mark', () => {
    for (const separator of [',', ';', '\t']) {
      const { rows } = readCsv(`\uFEFFplatformId${separator}body\np${separator}"Hello, you; all"\n`);
      expect(rows).toMatchObject([{ line: 2, value: { platformId: 'p', body: 'Hello, you; all' } }]);
    }
  });

  it('may begin with the separator, as Excel writes it, and keeps its lines', () => {
    for (const mark of ['sep=;', '"sep=;"', 'SEP=;']) {
      const { rows, problems } = readCsv(`\uFEFF${mark}\r\nplatformId;body\r\np;"Hello, you"\r\n`);
      expect(problems).toEqual([]);
      expect(rows).toMatchObject([{ line: 3, value: { platformId: 'p', body: 'Hello, you' } }]);
    }
  });

  it('takes no notice of columns at the end that have neither names nor cells', () => {
    const { rows, problems } = readCsv('platformId,body,,\np,Hello,, \np,,,\np,Hello,,more\n');
    expect(problems).toEqual([]);
    expect(rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([[], [], ['wrong_cell_count']]);
  });

  it('tells of a row that has more or fewer cells than there are columns', () => {
    const { rows } = readCsv('platformId,body\np,Hello, you\np\n');
    expect(rows.map(({ problems }) => problems[0]?.code)).toEqual(['wrong_cell_count', 'wrong_cell_count']);
  });

  it('begins with a byte order mark where that is asked for, and is read the same', () => {
    const writer = rowWriter('csv', ['platformId', 'body'], { formulas: 'escape', bom: 'utf8' });
    const text = writer.header + writer.line({ platformId: 'p', body: 'Grüße' });
    expect(Buffer.from(text).subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(readCsv(text)).toMatchObject({ rows: [{ value: { platformId: 'p', body: 'Grüße' } }], problems: [] });
  });

  it('of another tool is read under the names that the caller gives its columns', () => {
    const columns = { message: 'body', 'Post: Date': 'scheduledFor', Account: 'platformId' } as const;
    const text = 'Account,Message,post: date\np,Hello,2027-07-05 15:00\n';
    expect(readCsv(text, columns)).toMatchObject({
      rows: [{ value: { platformId: 'p', body: 'Hello', scheduledFor: '2027-07-05 15:00' } }],
      problems: [],
    });
    expect(readCsv(text).problems.map(({ code }) => code)).toContain('unknown_column');
  });
});
