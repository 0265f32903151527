import type { Setting } from '../../shared/kernel/settings/define-setting.ts';
import { allSettings } from '../../shared/settings/all-settings.ts';
import { allQuotas, ceilingOf } from '../../shared/settings/set-limit.ts';

/** docs/limits.md: every setting and limit of a tenant. */
export function limitsPage(): string {
  const others = allSettings.filter((setting) => !allQuotas.some(({ name }) => name === setting.name));
  const settings = others.length === 0 ? [] : ['## Settings', tableOf(others)];
  return `${[`${head}\n${limitsTable()}`, tail, ...settings].join('\n\n')}\n`;
}

const head = `<!-- Made by \`npm run docs\` from the \`settings.ts\` of each subject: change it there. -->
# Settings and limits

Tenants share functions, queues and the table, so each tenant has limits: nobody's amount slows the others. \`GET /api/v1/settings\` shows
what holds for your tenant. With \`PATCH /api/v1/settings\` a key with the scope \`admin\` sets less, and more again up to the maximum; only an
operator raises a maximum: \`npm run admin -- set-limit --tenant ID --name NAME --value N\`. Each change is an event in the log.

| name | at first | an operator can give | what it limits | at the limit |
|---|---|---|---|---|`;

function limitsTable(): string {
  return allQuotas
    .map((quota) => {
      const { name, maximum, description, remedy } = quota;
      return `| \`${name}\` | ${number(maximum)} | ${number(ceilingOf(quota))} | ${description} | ${remedy} |`;
    })
    .join('\n');
}

const tail = `At a limit of how much there may be, the answer is 409 \`limit_reached\` with \`setting\` and \`limit\`. What exists already stays, also after a
limit was lowered below it. A changed value holds everywhere within ten seconds. The counters are compared with what there is by
\`npm run admin -- reconcile\`.

Over a limit of requests the answer is 429 \`rate_limited\` with \`Retry-After\`. Every answer to a key has \`RateLimit-Policy\` (the permits
of a minute, \`q\`, for the key and the tenant) and \`RateLimit\` (about how many are left, \`r\`, and in how many seconds all are back, \`t\`).
A key may use a whole minute's permits at once; they come back evenly. A changed limit of requests holds within a minute.`;

function tableOf(settings: readonly Setting[]): string {
  const rows = settings.map(
    ({ name, default: value, description }) => `| \`${name}\` | \`${JSON.stringify(value)}\` | ${description} |`,
  );
  return ['| name | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

const number = (value: number) => value.toLocaleString('en-US');
