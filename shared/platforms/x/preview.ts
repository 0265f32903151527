import type { DistributionContent } from '../contract/content.ts';
import { threadPreview } from '../contract/thread.ts';
import { partsOf, postBody } from './lib/post-body.ts';

export function preview(content: DistributionContent): Record<string, unknown> {
  return threadPreview(content, partsOf(content), (part) => {
    const mediaUrls = part.mediaUrls ?? [];
    return { ...postBody(part), ...(mediaUrls.length > 0 && { mediaUrls }) };
  });
}
