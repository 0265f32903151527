import type { DistributionContent } from '../contract/content.ts';
import { specificOf } from '../contract/specific.ts';
import { altTextsOf, postFields, takesFeaturedImage } from './lib/post.ts';
import { platformSpecific } from './schemas.ts';

export function preview(content: DistributionContent): Record<string, unknown> {
  const urls = content.mediaUrls ?? [];
  const altTexts = altTextsOf(content);
  const all = urls.map((sourceUrl, index) => ({ sourceUrl, altText: altTexts[index] }));
  const images = takesFeaturedImage(content) ? all.slice(1) : all;
  const sent = postFields(content, images);
  const { slug, categories = [], tags = [] } = specificOf(content, platformSpecific);
  const fields = {
    ...sent,
    // The ids of terms that are asked for by name are known to the site alone.
    ...(categories.length > 0 && { categories: [...(sent.categories ?? []), ...categories] }),
    ...(tags.length > 0 && { tags: [...(sent.tags ?? []), ...tags] }),
    slug,
    status: 'publish',
  };
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return images.length < urls.length ? { ...known, featuredImageUrl: urls[0] } : known;
}
