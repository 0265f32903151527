import * as z from 'zod';
import type { AccountInfo, PlatformContext } from '../contract/adapter.ts';
import { countField, idField, nameField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './lib/client.ts';
import { SANDBOX } from './lib/post.ts';

const account = z.object({ accountId: idField, accountName: nameField, followersCount: countField });

export async function verify(context: PlatformContext): Promise<AccountInfo> {
  return readAnswer(account, await call(context, 'me'), SANDBOX);
}
