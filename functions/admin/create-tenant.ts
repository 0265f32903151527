import { createTenant } from '../../shared/access/create-tenant.ts';
import { nameSchema } from '../../shared/kernel/one-line.ts';
import type { Arguments } from './arguments.ts';
import { print, stop, WRONG_USAGE } from './terminal.ts';

export async function run({ name }: Arguments): Promise<void> {
  if (!name) stop('A tenant needs a name: --name NAME.', WRONG_USAGE);
  if (!nameSchema.safeParse(name).success) stop('A name is one line of at most 200 characters.', WRONG_USAGE);
  const { tenantId, apiKey } = await createTenant({ name });
  print(`tenant   ${tenantId}\nAPI key  ${apiKey}\n\nThe key is shown this once: keep it somewhere safe.`);
}
