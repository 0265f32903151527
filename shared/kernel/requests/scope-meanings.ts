import type { Scope } from './scope.ts';

/** What a key with a scope may do. OpenAPI and `docs/scopes.md` say it in these words. */
export const scopeMeanings: Readonly<Record<Scope, string>> = {
  read: 'Reads everything of the tenant, and tries things out: previews and dry runs store nothing.',
  write:
    'Makes and changes drafts, contents, plans, slots, series, feeds and imports. What it plans goes out at its time, unless the account requires an approval; a time within the next two minutes, or such a delay of a feed, needs `publish` too.',
  publish: 'Sends a post at once, tries a failed one again, and says what became of one whose outcome is unknown.',
  approve: 'Approves or rejects what waits for an approval, of other users or, where the account allows it, its own.',
  admin: 'Everything: also connects accounts, sets limits, and makes and revokes keys.',
  sandbox: 'Posts to the practice network as a platform would be called. Herald makes such keys for sandbox accounts.',
};

/** For one description. */
export const scopeText = Object.entries(scopeMeanings)
  .map(([scope, meaning]) => `\`${scope}\`: ${meaning}`)
  .join(' ');
