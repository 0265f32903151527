import { Agent } from '@atproto/api';
import type { PlatformContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import type { BlueskyCredentials, Session } from '../schemas.ts';

/**
 * The official client over our own fetch. Not its `AtpAgent`: that one refreshes by itself, and a refresh token must be
 * stored before it is used.
 */
export function agentFor(context: PlatformContext, base: string, token?: string, signal = context.signal): Agent {
  return new Agent({
    fetchHandler(path, init) {
      const headers = new Headers(init.headers);
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      return context.fetch(new URL(path, base), { ...init, headers, signal });
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
  return { agent: agentFor(context, session.pdsUrl, session.accessJwt, signal), session };
}

export function serviceUrl({ platform }: PlatformContext): string {
  return String(platform.publishConfig.service ?? 'https://bsky.social');
}
