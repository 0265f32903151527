import * as z from 'zod';
import type { AccountInfo, PlatformContext } from '../contract/adapter.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './lib/client.ts';
import { SANDBOX } from './lib/post.ts';

const account = z.object({ accountId: z.string(), accountName: z.string(), followersCount: z.number() });

export async function verify(context: PlatformContext): Promise<AccountInfo> {
  return readAnswer(account, await call(context, 'me'), SANDBOX);
}
