import type { ApiFunctionName } from '../kernel/requests/endpoint.ts';

/** What each group of operations is about, in the order of a newcomer's way. */
export const tags: Record<Exclude<ApiFunctionName, 'sandbox'>, string> = {
  platforms: 'Connected accounts: their settings, credentials, limits and health.',
  distributions: 'Posts: one text for one account, from its plan to its outcome.',
  contents: 'Source contents, as their authors wrote them.',
  'cross-posts': 'One content on many platforms, as one group.',
  calendar: 'Slots, recurring slots and what is planned, as people see it.',
  series: 'Posts that repeat by a rule.',
  imports: 'Posts from CSV and NDJSON files.',
  exports: 'Posts and calendar as files.',
  feeds: 'Posts from RSS, Atom and JSON feeds.',
  events: 'The log of everything that happened.',
  'api-keys': 'Keys of this API and what each may do.',
  settings: 'Settings and limits of a tenant.',
  'dead-letters': 'Work that Herald gave up on.',
  health: 'Whether this deployment works.',
  docs: 'This document, for people and programs.',
};
