import type { PlatformAbout } from '../contract/about.ts';

export const about: PlatformAbout = {
  summary: 'Bluesky, or another server of the AT Protocol.',
  credentials:
    'A handle and an app password. Bluesky makes one under Settings, Privacy and security, App passwords; the password of the account itself is not needed.',
  repeat: 'a record key that Herald chooses beforehand; writing the record again changes nothing',
  unknownOutcome: 'found by its record key; sent again where it is absent',
};
