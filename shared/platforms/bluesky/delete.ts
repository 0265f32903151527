import { AtUri } from '@atproto/api';
import type { PlatformContext } from '../contract/adapter.ts';
import { blueskyError } from './errors.ts';
import { sessionAgent } from './lib/agent.ts';
import { collection } from './post-address.ts';

/** Bluesky answers with success too when the post is gone already. */
export async function deletePost(context: PlatformContext, externalId: string): Promise<void> {
  try {
    const { agent, session } = sessionAgent(context);
    await agent.com.atproto.repo.deleteRecord({ repo: session.did, collection, rkey: new AtUri(externalId).rkey });
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}
