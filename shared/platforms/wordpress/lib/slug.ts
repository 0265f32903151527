/**
 * The slug of the draft of one version of a text: how Herald finds a draft whose id was not saved, and why the draft of
 * an older text is never taken for it. Nobody sees it: a draft has no address, and the call that publishes it takes the
 * slug away, so that the site makes the post's own.
 */
export function draftSlug(distributionId: string, textVersion: number): string {
  return `herald-${distributionId.replaceAll('-', '').toLowerCase()}-v${textVersion}`;
}
