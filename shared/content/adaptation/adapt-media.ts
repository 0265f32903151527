import type { ContentRules } from '../../platforms/contract/content-rules.ts';
import type { AdaptationNote, SourceMedia } from './adaptable-content.ts';
import { truncateText } from './truncate-text.ts';

/** The first media that the platform takes, with what they show where it can be said. */
export function adaptMedia(
  media: readonly SourceMedia[],
  { media: rule, displayName }: ContentRules,
): { mediaUrls: string[]; altTexts?: string[]; notes: AdaptationNote[] } {
  const notes: AdaptationNote[] = [];
  const taken = media
    .filter(({ mimeType }) => mimeType === undefined || rule.types.includes(mimeType))
    .slice(0, rule.max);
  const mediaUrls = taken.map(({ url }) => url);
  if (taken.length < media.length) {
    const message = `${media.length - taken.length} of ${media.length} media left out: ${displayName} takes ${rule.max} (${rule.types.join(', ')}).`;
    notes.push({ code: 'media_left_out', field: '/mediaUrls', message });
  }
  if (taken.every(({ altText = '' }) => altText === '')) return { mediaUrls, notes };
  const { altTextMax } = rule;
  const field = '/platformSpecific/altTexts';
  if (altTextMax === undefined) {
    notes.push({ code: 'alt_texts_left_out', field, message: `${displayName} takes no alternative texts here.` });
    return { mediaUrls, notes };
  }
  const altTexts = taken.map(({ altText = '' }, index) => {
    const { text, shortened } = truncateText(altText.toWellFormed(), (one) => one.length <= altTextMax);
    if (shortened)
      notes.push({ code: 'alt_text_shortened', field: `${field}/${index}`, message: `Shortened to ${altTextMax}.` });
    return text;
  });
  return { mediaUrls, altTexts, notes };
}
