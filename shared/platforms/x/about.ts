import type { PlatformAbout } from '../contract/about.ts';

export const about: PlatformAbout = {
  summary: 'X, by its API v2.',
  credentials:
    'The four keys of a developer app for one account of its owner (OAuth 1.0a, they do not expire), or the tokens of OAuth 2 with PKCE and the scopes tweet.read, tweet.write, users.read, media.write and offline.access. Both come from the developer portal at developer.x.com.',
  repeat: "nothing at X; Herald looks for the post in the account's timeline before it sends anything again",
  unknownOutcome: 'found in the timeline by media, text and the post it answers; sent again after it stayed absent',
};
