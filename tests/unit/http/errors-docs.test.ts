import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pages } from '../../../docs/make.ts';
import { allEndpoints } from '../../../shared/http/all-endpoints.ts';
import { errorPage, errorsPage } from '../../../shared/http/errors-page.ts';
import { problemOf } from '../../../shared/http/problem-of.ts';
import { errorCodes, errorTable } from '../../../shared/kernel/error-table.ts';
import { HeraldError } from '../../../shared/kernel/herald-error.ts';

describe('what is said of errors', () => {
  it.each(Object.keys(pages))('%s is as the code says (npm run docs)', (path) => {
    expect(readFileSync(path, 'utf8')).toBe(pages[path]!());
  });

  it('is a page for each code, which the type of a problem leads to', () => {
    for (const code of errorCodes) {
      const { type } = problemOf(new HeraldError(code, 'x', { remedy: 'y' }), { instance: '/', requestId: '1' });
      expect(type).toBe(`/api/v1/docs/errors/${code}`);
      expect(errorPage(code)).toContain(errorTable[code].title);
      expect(errorsPage()).toContain(`<h2><a href="${type}">${code}</a></h2>`);
    }
    expect(() => errorPage('toString')).toThrow(HeraldError);
  });

  it('covers every code that an endpoint promises', () => {
    const promised = allEndpoints.flatMap(({ problems = [] }) => problems);
    expect(promised.filter((code) => !(errorCodes as string[]).includes(code))).toEqual([]);
  });
});
