import * as z from 'zod';
import { isWebAddress } from '../../../kernel/web-address.ts';
import type { PlatformContext } from '../../contract/adapter.ts';
import { idField, tokenField } from '../../http/answer-fields.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { blueskyError, hasName } from '../errors.ts';
import type { BlueskyCredentials, Session } from '../schemas.ts';
import { agentFor, serviceUrl } from './agent.ts';

const sessionAnswer = z.object({ did: idField, handle: idField, accessJwt: tokenField, refreshJwt: tokenField });
const didDocument = z.object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.unknown() })) });

/** The whole new credentials. Refresh tokens rotate: what this answers must be stored before it is used. */
export async function refresh(context: PlatformContext): Promise<BlueskyCredentials> {
  const credentials = context.credentials as BlueskyCredentials;
  const refreshed = credentials.session === undefined ? undefined : await refreshSession(context, credentials.session);
  return { ...credentials, session: refreshed ?? (await login(context)) };
}

/** Undefined when the server refuses the refresh token: then the app password logs in again. */
async function refreshSession(context: PlatformContext, session: Session): Promise<Session | undefined> {
  try {
    const agent = agentFor(context, session.pdsUrl, { token: session.refreshJwt });
    const { data } = await agent.com.atproto.server.refreshSession();
    return { ...session, ...readAnswer(sessionAnswer, data, { platform: 'Bluesky' }) };
  } catch (error) {
    const refused =
      hasName(error, 'ExpiredToken') || hasName(error, 'InvalidToken') || hasName(error, 'AuthenticationRequired');
    if (refused) return undefined;
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}

/** A new session by the app password. It is not stored here. */
export async function login(context: PlatformContext): Promise<Session> {
  const { identifier, appPassword: password } = context.credentials as BlueskyCredentials;
  const service = serviceUrl(context);
  try {
    const { data } = await agentFor(context, service).com.atproto.server.createSession({ identifier, password });
    const session = readAnswer(sessionAnswer, data, { platform: 'Bluesky' });
    return { ...session, pdsUrl: ownServer(data.didDoc) ?? service };
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}

/** Accounts log in at bsky.social; the DID document names the server that holds the account. */
function ownServer(document: unknown): string | undefined {
  const services = didDocument.safeParse(document).data?.service ?? [];
  const endpoint = services.find(({ id }) => id.endsWith('#atproto_pds'))?.serviceEndpoint;
  return typeof endpoint === 'string' && isWebAddress(endpoint) ? endpoint : undefined;
}
