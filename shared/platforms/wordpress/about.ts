import type { PlatformAbout } from '../contract/about.ts';

export const about: PlatformAbout = {
  summary: 'A self-hosted WordPress site, by its REST API.',
  credentials:
    'A user with the role of author or higher, and an application password. WordPress makes one under Users, Profile, Application Passwords.',
  repeat: "a draft under a slug that only Herald knows beforehand; publishing changes the draft's status",
  unknownOutcome: "found by the draft's id; sent again where it is not public",
};
