import { Agent } from '@atproto/api';
import type { PlatformContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import { withoutSecrets } from '../../http/redact.ts';
import type { BlueskyCredentials, Session } from '../schemas.ts';

interface AgentOptions {
  token?: string;
  signal?: AbortSignal | undefined;
  /** What is done to the text of each answer. Not where answers are made of secrets: a login, a renewal. */
  clean?: (text: string) => string;
}

/**
 * The official client over our own fetch. Not its `AtpAgent`: that one refreshes by itself, and a refresh token must be
 * stored before it is used.
 */
export function agentFor(
  context: PlatformContext,
  base: string,
  { token, signal = context.signal, clean }: AgentOptions = {},
): Agent {
  return new Agent({
    async fetchHandler(path, init) {
      const headers = new Headers(init.headers);
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      const response = await context.fetch(new URL(path, base), { ...init, headers, signal });
      if (clean === undefined || response.body === null) return response;
      return new Response(clean(await response.text()), { status: response.status, headers: response.headers });
    },
  });
}

export function sessionAgent(context: PlatformContext, signal?: AbortSignal): { agent: Agent; session: Session } {
  const { session } = context.credentials as BlueskyCredentials;
  if (session === undefined) {
    throw new PlatformError({ class: 'AUTH_EXPIRED' }, 'There is no Bluesky session yet.', {
      remedy: 'The account is logged in once; reconnect it if this goes on.',
    });
  }
  const clean = (text: string) => withoutSecrets(text, context.credentials);
  return { agent: agentFor(context, session.pdsUrl, { token: session.accessJwt, signal, clean }), session };
}

export function serviceUrl({ platform }: PlatformContext): string {
  return String(platform.publishConfig.service ?? 'https://bsky.social');
}
