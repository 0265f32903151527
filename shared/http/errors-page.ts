import { type ErrorCode, errorCodes, errorTable } from '../kernel/error-table.ts';
import { escapeHtml } from '../kernel/escape-html.ts';
import { notFound } from '../kernel/herald-error.ts';
import { problemCodes } from '../kernel/problem-codes.ts';
import { ERRORS_PATH } from './errors-path.ts';
import { htmlPage } from './html-page.ts';

/** Every error code on one page. */
export function errorsPage(): string {
  const rows = Object.entries(problemCodes).map(
    ([code, meaning]) => `<tr><td><code>${code}</code></td><td>${withCode(meaning)}</td></tr>`,
  );
  const problems = `<section id="errors"><h2>Codes of each of the <code>errors</code></h2><table>${rows.join('')}</table></section>`;
  return htmlPage({
    title: 'Herald API: errors',
    header: `<h1>Errors of the Herald API</h1><p>An error is a problem as RFC 9457 has it. Its <code>code</code> stays the
same over versions, its <code>type</code> is the path of the code's page, <code>remedy</code> says what to do, and
<code>errors</code> has each thing that is wrong by JSON pointer.</p><nav><a href="/api/v1/docs">All routes</a></nav>`,
    main:
      errorCodes.map((code) => `<section id="${code}"><h2>${linkTo(code)}</h2>${about(code)}</section>`).join('') +
      problems,
  });
}

/** @throws HeraldError `not_found` */
export function errorPage(code: string): string {
  if (!isErrorCode(code)) throw notFound('error code', code);
  return htmlPage({
    title: `Herald API: ${code}`,
    header: `<h1>${code}</h1><nav><a href="${ERRORS_PATH}">All error codes</a><a href="/api/v1/docs">All routes</a></nav>`,
    main: about(code),
  });
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);
const linkTo = (code: ErrorCode) => `<a href="${ERRORS_PATH}/${code}">${code}</a>`;

function about(code: ErrorCode): string {
  const { status, title, when, remedy } = errorTable[code];
  const rows = { Status: String(status), Title: title, When: when, 'What to do': remedy };
  const cells = Object.entries(rows).map(([name, value]) => `<tr><td>${name}</td><td>${withCode(value)}</td></tr>`);
  return `<table>${cells.join('')}</table>`;
}

/** The table marks code as Markdown does. */
const withCode = (value: string) => escapeHtml(value).replace(/`([^`]*)`/g, '<code>$1</code>');
