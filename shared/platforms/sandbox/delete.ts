import type { PlatformContext } from '../contract/adapter.ts';
import { isGone } from '../http/is-gone.ts';
import { call } from './lib/client.ts';

export async function deletePost(context: PlatformContext, externalId: string): Promise<void> {
  try {
    await call(context, `posts/${encodeURIComponent(externalId)}`, { method: 'DELETE' });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
