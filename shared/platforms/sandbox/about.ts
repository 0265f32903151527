import type { PlatformAbout } from '../contract/about.ts';

const credentials =
  'None: Herald makes a key for its own network. An account on another deployment takes an API key of that one.';

export const about: PlatformAbout = {
  summary: 'A small social network inside the stack, for trying things out.',
  credentials,
  repeat: "Herald's reference on the post; the network answers the same reference with the first post",
  unknownOutcome: 'found by its reference; sent again where it is absent',
};

export const containerAbout: PlatformAbout = {
  summary: 'The sandbox network in two steps, as Instagram has it: a container, then its publication.',
  credentials,
  repeat: 'a container beforehand; the network publishes it once',
  unknownOutcome: 'found by its container; sent again after it stayed absent',
};

export const blindAbout: PlatformAbout = {
  summary: 'The sandbox network without a reference on posts.',
  credentials,
  repeat: 'nothing; Herald never sends a post again whose outcome it does not know',
  unknownOutcome: 'never sent again: the user says what is on the network',
};
