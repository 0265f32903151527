import * as z from 'zod';
import type { AccountInfo, PlatformContext } from '../contract/adapter.ts';
import { countField, idField, nameField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { xError } from './errors.ts';
import { xClient } from './lib/client.ts';

const me = z.object({
  data: z.object({
    id: idField,
    username: nameField,
    public_metrics: z.object({ followers_count: countField }).optional().catch(undefined),
  }),
});

export async function verify(context: PlatformContext): Promise<AccountInfo> {
  const user = await fetchUser(context);
  return {
    accountId: user.id,
    accountName: user.username,
    followersCount: user.public_metrics?.followers_count ?? null,
  };
}

/** Whose credentials these are. X allows this 75 times in 15 minutes. */
export async function fetchUser(context: PlatformContext): Promise<z.infer<typeof me>['data']> {
  try {
    const client = await xClient(context);
    const body: unknown = await client.v2.get('users/me', { 'user.fields': 'public_metrics' });
    return readAnswer(me, body, { platform: 'X' }).data;
  } catch (error) {
    throw xError(error, { credentials: context.credentials, now: context.now() });
  }
}
