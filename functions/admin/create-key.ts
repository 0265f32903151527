import * as z from 'zod';
import { createOperatorKey } from '../../shared/access/create-operator-key.ts';
import { nameSchema } from '../../shared/kernel/one-line.ts';
import { type Scope, scopeSchema, scopes } from '../../shared/kernel/requests/scope.ts';
import type { Arguments } from './arguments.ts';
import { operator } from './operator.ts';
import { print, stop, WRONG_USAGE } from './terminal.ts';

export async function run({ tenant, name = 'Made by the operator', scopes: list = 'admin' }: Arguments): Promise<void> {
  if (!tenant) stop('A key belongs to a tenant: --tenant ID.', WRONG_USAGE);
  if (!nameSchema.safeParse(name).success) stop('A name is one line of at most 200 characters.', WRONG_USAGE);
  const { keyId, apiKey } = await createOperatorKey(operator(), { tenantId: tenant, name, scopes: scopesOf(list) });
  print(`key id   ${keyId}\nAPI key  ${apiKey}\n\nThe key is shown this once: keep it somewhere safe.`);
}

function scopesOf(list: string): Scope[] {
  const given = z
    .array(scopeSchema)
    .min(1)
    .safeParse([...new Set(list.split(',').map((one) => one.trim()))]);
  return given.success
    ? given.data
    : stop(`--scopes takes one or more of ${scopes.join(', ')}, with commas.`, WRONG_USAGE);
}
