import { tenantExists } from '../../shared/access/tenant-items.ts';
import { setLimit } from '../../shared/settings/set-limit.ts';
import type { Arguments } from './arguments.ts';
import { operator } from './operator.ts';
import { print, stop, WRONG_USAGE } from './terminal.ts';

/** Says what the tenant might do before, and what it may from now on. */
export async function run({ tenant, name, value }: Arguments): Promise<void> {
  if (!tenant || !name || value === undefined) {
    stop('Say whose limit, which, and how much: --tenant ID --name NAME --value N.', WRONG_USAGE);
  }
  const number = Number(value);
  if (!/^\d+$/.test(value)) stop(`--value takes a whole number, and not "${value}".`, WRONG_USAGE);
  if (!(await tenantExists(tenant))) stop(`There is no tenant "${tenant}".`);
  const { from, to } = await setLimit(operator(), { tenantId: tenant, name, value: number });
  print(`${name} of tenant ${tenant}: ${from} before, ${to} from now on (within ten seconds, of requests a minute).`);
}
