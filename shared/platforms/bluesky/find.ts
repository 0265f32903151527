import type { PublishContext, PublishResult } from '../contract/adapter.ts';
import { blueskyError, hasName } from './errors.ts';
import { sessionAgent } from './lib/agent.ts';
import { toResult } from './lib/publish-result.ts';
import { recordKey } from './lib/record-key.ts';
import { collection } from './post-address.ts';

/** Reads the record by its key from the account's own server, which is never behind. */
export async function find(context: PublishContext): Promise<PublishResult | 'absent'> {
  const { agent, session } = sessionAgent(context);
  try {
    const rkey = recordKey(context.publication);
    const { data } = await agent.com.atproto.repo.getRecord({ repo: session.did, collection, rkey });
    const { createdAt } = data.value as { createdAt?: unknown };
    return toResult({ ...data, createdAt }, { handle: session.handle, visible: false });
  } catch (error) {
    if (hasName(error, 'RecordNotFound')) return 'absent';
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}
