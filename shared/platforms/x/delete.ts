import type { PlatformContext } from '../contract/adapter.ts';
import { isGone } from '../http/is-gone.ts';
import { xError } from './errors.ts';
import { xClient } from './lib/client.ts';

export async function deletePost(context: PlatformContext, externalId: string): Promise<void> {
  try {
    const client = await xClient(context);
    await client.v2.delete(`tweets/${externalId}`);
  } catch (error) {
    const failed = xError(error, { credentials: context.credentials, now: context.now() });
    if (!isGone(failed)) throw failed;
  }
}
