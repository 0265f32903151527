import { allEndpoints } from '../../shared/http/all-endpoints.ts';
import { scopeMeanings } from '../../shared/kernel/requests/scope-meanings.ts';

/** `docs/scopes.md`: what each scope of a key is for, and what it opens. */
export function scopesPage(): string {
  const rows = Object.entries(scopeMeanings).map(([scope, meaning]) => `| \`${scope}\` | ${meaning} |`);
  const lists = Object.keys(scopeMeanings).map((scope) => {
    const operations = allEndpoints.filter((endpoint) => endpoint.scope === scope && !endpoint.internal);
    if (operations.length === 0) return '';
    const lines = operations.map(({ route, summary }) => `| \`${route}\` | ${summary} |`);
    return `\n## \`${scope}\`\n\n| route | |\n|---|---|\n${lines.join('\n')}\n`;
  });
  return `<!-- Made by \`npm run docs\` from shared/kernel/requests/scope-meanings.ts and the endpoints: change it there. -->
# Scopes

A key has one scope or more and may do what they name together. Give each program its own key with as few as it needs;
\`POST /api/v1/api-keys\` makes one. A request that needs more is answered 403 with \`requiredScope\`.

| scope | what a key with it may do |
|---|---|
${rows.join('\n')}

\`write\` plans and \`publish\` sends: a program that only fills the calendar needs no \`publish\`. Where nothing may go
out unseen, set \`requiresApproval\` on the account: then whatever \`write\` plans waits for a key with \`approve\`.
${lists.join('')}`;
}
