import type { DistributionContent } from '../contract/content.ts';
import { threadPreview } from '../contract/thread.ts';
import { partsOf, postFields } from './lib/post.ts';

export function preview(content: DistributionContent): Record<string, unknown> {
  return threadPreview(content, partsOf(content), postFields);
}
