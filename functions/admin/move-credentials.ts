import { allTenantIds } from '../../shared/access/tenant-items.ts';
import { credentialStoreNames } from '../../shared/accounts/credentials/credential-store-name.ts';
import { moveCredentials } from '../../shared/accounts/credentials/move-credentials.ts';
import type { Arguments } from './arguments.ts';
import { operator } from './operator.ts';
import { print, stop, WRONG_USAGE } from './terminal.ts';

/** One line per account, and one in the end. */
export async function run({ to: wanted, tenant }: Arguments): Promise<void> {
  const to = credentialStoreNames.find((name) => name === wanted);
  if (to === undefined) stop(`Say where to: --to takes one of ${credentialStoreNames.join(', ')}.`, WRONG_USAGE);
  let moved = 0;
  let busy = 0;
  const move = async (tenantId: string) => {
    for await (const { accountId, outcome } of moveCredentials(operator(), tenantId, to)) {
      print(`${tenantId}  ${accountId}  ${outcome}`);
      if (outcome === 'moved') moved += 1;
      else busy += 1;
    }
  };
  if (tenant !== undefined) await move(tenant);
  else for await (const tenantId of allTenantIds()) await move(tenantId);
  print(`${moved} moved to ${to}${busy === 0 ? '.' : `, ${busy} were being renewed: run the command again.`}`);
  if (busy > 0) process.exitCode = 1;
}
