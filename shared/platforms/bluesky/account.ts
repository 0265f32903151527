import type { Agent } from '@atproto/api';
import * as z from 'zod';
import type { AccountInfo, PlatformContext } from '../contract/adapter.ts';
import { countField, idField, nameField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { blueskyError } from './errors.ts';
import { agentFor, sessionAgent } from './lib/agent.ts';
import { login } from './lib/login.ts';
import type { BlueskyCredentials } from './schemas.ts';

const accountAnswer = z.object({ accountId: idField, accountName: nameField, followersCount: countField });

/** Asks with the stored session. Without one it logs in, and does not store that session. */
export async function verify(context: PlatformContext): Promise<AccountInfo> {
  const { session } = context.credentials as BlueskyCredentials;
  if (session === undefined) {
    const fresh = await login(context);
    return accountInfo(agentFor(context, fresh.pdsUrl, { token: fresh.accessJwt }), fresh);
  }
  try {
    const { agent } = sessionAgent(context);
    const { data } = await agent.com.atproto.server.getSession();
    return await accountInfo(agent, data);
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}

async function accountInfo(agent: Agent, { did, handle }: { did: string; handle: string }): Promise<AccountInfo> {
  // Profiles come from another server (the AppView): without it the account is verified too.
  const profile = await agent.getProfile({ actor: did }).catch(() => undefined);
  const known = { accountId: did, accountName: handle, followersCount: profile?.data.followersCount };
  return readAnswer(accountAnswer, known, { platform: 'Bluesky' });
}
