import { errorCodes, errorTable } from '../kernel/error-table.ts';
import { problemCodes } from '../kernel/problem-codes.ts';
import { ERRORS_PATH } from './errors-path.ts';

/** `docs/errors.md`, as `npm run docs` writes it. */
export function errorsMarkdown(): string {
  const rows = errorCodes.map((code) => {
    const { status, title, when, remedy } = errorTable[code];
    return `| \`${code}\` | ${status} | ${title} | ${when} | ${remedy} |`;
  });
  const codes = Object.entries(problemCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return `<!-- Made by \`npm run docs\` from shared/kernel/error-table.ts: change it there. -->
# Errors

Herald answers an error as a problem (RFC 9457, \`application/problem+json\`):

| member | meaning |
|---|---|
| \`code\` | The code, one of the table below. It stays the same over versions. |
| \`type\` | The path of the code's page: \`${ERRORS_PATH}/{code}\`. |
| \`title\`, \`status\` | The same for every error with this code. |
| \`detail\`, \`remedy\` | What is wrong this time, and what to do. |
| \`instance\`, \`requestId\` | The path that was called, and what to tell the operator. |
| \`errors\` | Each thing that is wrong: \`pointer\` (JSON pointer), \`code\`, \`detail\`, \`remedy\`, and \`limit\` with \`actual\` where something is counted. |

What never reaches Herald is answered by the gateway, without a problem: a body over 10 MB (413), more requests than the
stage takes (429), no answer within 30 seconds (503).

| code | status | title | when | what to do |
|---|---|---|---|---|
${rows.join('\n')}

## Codes of \`errors\`

Each entry of \`errors\` has a code of this table, or one of the table above where a whole row or platform is refused.

| code | meaning |
|---|---|
${codes.join('\n')}
`;
}
