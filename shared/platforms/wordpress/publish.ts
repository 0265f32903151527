import type { Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { specificOf } from '../contract/specific.ts';
import { asVisibleCall } from '../http/timeouts.ts';
import { call } from './lib/client.ts';
import { publishResult, toPost } from './lib/post.ts';
import { prepare } from './prepare.ts';
import { platformSpecific } from './schemas.ts';

/** Flips the draft's status: on a post that is public already, the same call changes nothing. */
export async function publish(
  context: PublishContext,
  content: DistributionContent,
  prepared: Prepared,
): Promise<PublishResult> {
  const { root, draftId } = await prepare(context, content, prepared);
  // Until now the slug is our mark on the draft. An empty one has the site make it of the title, by its language.
  const json = { status: 'publish', slug: specificOf(content, platformSpecific).slug ?? '' };
  const answer = await asVisibleCall(context, (signal) =>
    call(context, root, `wp/v2/posts/${draftId}`, { method: 'POST', json, visible: true, signal }),
  );
  const post = toPost(answer, true);
  if (post.status === 'publish') return publishResult(post);
  throw new PlatformError({ class: 'PERMISSION' }, `WordPress kept the post as "${post.status}".`, {
    remedy: 'Give the user the right to publish, or publish the post on the site.',
  });
}
