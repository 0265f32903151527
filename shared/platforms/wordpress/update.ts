import type { PlatformContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { specificOf } from '../contract/specific.ts';
import { call } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';
import { postFields, publishResult, toPost } from './lib/post.ts';
import { figuresIn } from './lib/post-html.ts';
import { asksForTerms, findPostTerms } from './lib/post-terms.ts';
import { platformSpecific } from './schemas.ts';

/** Changes text and fields. The images that are in the post stay as they are. */
export async function update(
  context: PlatformContext,
  externalId: string,
  content: DistributionContent,
): Promise<PublishResult> {
  const root = await findRoot(context);
  const path = `wp/v2/posts/${externalId}`;
  const before = toPost(await call(context, root, path, { query: { context: 'edit' } }));
  const terms = asksForTerms(content) ? await findPostTerms(context, root, content) : {};
  const { content: html, ...fields } = postFields(content, [], { terms });
  const figures = figuresIn(before.content?.raw ?? '');
  const json = {
    ...fields,
    slug: specificOf(content, platformSpecific).slug,
    content: [html, ...figures].join('\n\n'),
  };
  return publishResult(toPost(await call(context, root, path, { method: 'POST', json })));
}
