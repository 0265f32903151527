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
  let left = 0;
  const move = async (tenantId: string) => {
    for await (const { accountId, outcome, error } of moveCredentials(operator(), tenantId, to)) {
      print(`${tenantId}  ${accountId}  ${outcome}${error === undefined ? '' : `: ${error.name}: ${error.message}`}`);
      if (outcome === 'moved') moved += 1;
      else left += 1;
    }
  };
  if (tenant !== undefined) await move(tenant);
  else for await (const tenantId of allTenantIds()) await move(tenantId);
  print(
    `${moved} moved to ${to}${left === 0 ? '.' : `, ${left} were being renewed or failed: run the command again.`}`,
  );
  if (left > 0) process.exitCode = 1;
}
