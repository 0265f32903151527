const MAX_TITLE_PART = 60;

/**
 * The draft's slug, the same over all attempts: it is how a draft is found again whose id was not saved. It ends in the
 * last 8 hex digits of the distribution id: the first ones of a UUIDv7 are the time and the same for a whole minute.
 */
export function draftSlug(title: string, distributionId: string): string {
  const mark = distributionMark(distributionId);
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TITLE_PART)
    .replace(/^-+|-+$/g, '');
  return words === '' ? mark : `${words}-${mark}`;
}

/** How the file names, and with them the slugs, of one text's uploads begin. */
export function mediaMark(distributionId: string, textVersion: number): string {
  return `herald-${distributionMark(distributionId)}-v${textVersion}-`;
}

function distributionMark(distributionId: string): string {
  return distributionId.replaceAll('-', '').slice(-8).toLowerCase();
}
