import type { Agent } from '@atproto/api';
import * as z from 'zod';
import type { AccountInfo, PlatformContext } from '../contract/adapter.ts';
import { agentFor, serviceUrl, sessionAgent } from './agent.ts';
import { blueskyError, hasName } from './errors.ts';
import type { BlueskyCredentials, Session } from './schemas.ts';

const didDocument = z.object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.unknown() })) });

/** The whole new credentials. Refresh tokens rotate: what this answers must be stored before it is used. */
export async function refresh(context: PlatformContext): Promise<BlueskyCredentials> {
  const credentials = context.credentials as BlueskyCredentials;
  const refreshed = credentials.session === undefined ? undefined : await refreshSession(context, credentials.session);
  return { ...credentials, session: refreshed ?? (await login(context)) };
}

/** Undefined when the server no longer takes the refresh token: the app password is still there. */
async function refreshSession(context: PlatformContext, session: Session): Promise<Session | undefined> {
  try {
    const agent = agentFor(context, session.pdsUrl, session.refreshJwt);
    const { data } = await agent.com.atproto.server.refreshSession();
    return { ...session, did: data.did, handle: data.handle, accessJwt: data.accessJwt, refreshJwt: data.refreshJwt };
  } catch (error) {
    const refused =
      hasName(error, 'ExpiredToken') || hasName(error, 'InvalidToken') || hasName(error, 'AuthenticationRequired');
    if (refused) return undefined;
    throw blueskyError(error, context.credentials);
  }
}

async function login(context: PlatformContext): Promise<Session> {
  const { identifier, appPassword: password } = context.credentials as BlueskyCredentials;
  const service = serviceUrl(context);
  try {
    const { data } = await agentFor(context, service).com.atproto.server.createSession({ identifier, password });
    const { did, handle, accessJwt, refreshJwt } = data;
    return { did, handle, accessJwt, refreshJwt, pdsUrl: ownServer(data.didDoc) ?? service };
  } catch (error) {
    throw blueskyError(error, context.credentials);
  }
}

/** bsky.social is only the entrance: the account's own server stands in its DID document. */
function ownServer(document: unknown): string | undefined {
  const services = didDocument.safeParse(document).data?.service ?? [];
  const endpoint = services.find(({ id }) => id.endsWith('#atproto_pds'))?.serviceEndpoint;
  return typeof endpoint === 'string' ? endpoint : undefined;
}

/** Asks with the stored session where there is one; else it logs in, and that login is not kept. */
export async function verify(context: PlatformContext): Promise<AccountInfo> {
  const { session } = context.credentials as BlueskyCredentials;
  if (session === undefined) {
    const fresh = await login(context);
    return accountInfo(agentFor(context, fresh.pdsUrl, fresh.accessJwt), fresh);
  }
  try {
    const { agent } = sessionAgent(context);
    const { data } = await agent.com.atproto.server.getSession();
    return await accountInfo(agent, data);
  } catch (error) {
    throw blueskyError(error, context.credentials);
  }
}

async function accountInfo(agent: Agent, { did, handle }: { did: string; handle: string }): Promise<AccountInfo> {
  // Profiles come from another server (the AppView): without it the account is verified all the same.
  const profile = await agent.getProfile({ actor: did }).catch(() => undefined);
  return { accountId: did, accountName: handle, followersCount: profile?.data.followersCount ?? null };
}
