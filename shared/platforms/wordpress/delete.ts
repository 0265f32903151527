import type { PlatformContext } from '../contract/adapter.ts';
import { call, GONE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';

/** Into the trash, or for good on a site that has none. */
export async function deletePost(context: PlatformContext, externalId: string): Promise<void> {
  const root = await findRoot(context);
  const path = `wp/v2/posts/${externalId}`;
  const answer = await call(context, root, path, { method: 'DELETE', allow: [...GONE, 501] });
  if (answer.status !== 501) return;
  // A site without a trash answers 501 until the call says that the post goes for good.
  await call(context, root, path, { method: 'DELETE', query: { force: 'true' }, allow: GONE });
}
