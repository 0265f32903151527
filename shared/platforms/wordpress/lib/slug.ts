const MAX_TITLE_PART = 60;

/** What the slug of one text's draft ends in. */
export function draftMark(distributionId: string, textVersion: number): string {
  const mark = distributionMark(distributionId);
  return textVersion === 1 ? mark : `${mark}-v${textVersion}`;
}

export function hasDraftMark(slug: string, mark: string): boolean {
  return slug === mark || slug.endsWith(`-${mark}`);
}

/**
 * The draft's slug, the same over all attempts at one text: it is how a draft is found again whose id was not saved, and
 * why the draft of an older text is never taken for it.
 */
export function draftSlug(title: string, distributionId: string, textVersion: number): string {
  const mark = draftMark(distributionId, textVersion);
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TITLE_PART)
    .replace(/^-+|(?<!-)-+$/g, '');
  return words === '' ? mark : `${words}-${mark}`;
}

/** How the file names, and with them the slugs, of one text's uploads begin. */
export function mediaMark(distributionId: string, textVersion: number): string {
  return `herald-${distributionMark(distributionId)}-v${textVersion}-`;
}

/** The last 8 hex digits: the first ones of a UUIDv7 are the time and the same for a whole minute. */
function distributionMark(distributionId: string): string {
  return distributionId.replaceAll('-', '').slice(-8).toLowerCase();
}
