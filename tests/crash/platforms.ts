import { startBlueskyServer } from '../doubles/bluesky-server.ts';
import type { HttpDouble } from '../doubles/http-double.ts';
import { startImageServer } from '../doubles/image-server.ts';
import type { PlatformDouble } from '../doubles/platform-double.ts';
import { startSandboxBlindServer, startSandboxContainerServer } from '../doubles/sandbox-server.ts';
import { startWordpressServer } from '../doubles/wordpress-server.ts';
import { startXServer } from '../doubles/x-server.ts';

/** A platform that posts go to, and how Herald connects to it. */
export interface StandIn {
  name: string;
  double: PlatformDouble;
  /** For `POST /platforms`. */
  connection: { kind: string; publishConfig: object; credentials: object };
  /** It can neither be asked nor told which post it is: an outcome that nobody knows stays unknown. */
  isBlind: boolean;
  takesMedia: boolean;
}

export interface StandIns {
  platforms: StandIn[];
  images: HttpDouble;
  close(): Promise<unknown>;
}

export async function startStandIns(): Promise<StandIns> {
  const [x, wordpress, bluesky, twoStep, blind, images] = await Promise.all([
    // It would otherwise hide a second post by refusing it.
    startXServer({ takesDuplicates: true }),
    startWordpressServer(),
    startBlueskyServer(),
    startSandboxContainerServer(),
    startSandboxBlindServer(),
    startImageServer(),
  ]);
  const { identifier, appPassword } = bluesky;
  const platforms: StandIn[] = [
    of('x', x, 'x', x.keys, { takesMedia: true }),
    of('wordpress', wordpress, 'wordpress', pickWordpress(wordpress), { takesMedia: true }),
    of('bluesky', bluesky, 'bluesky', { identifier, appPassword }, { takesMedia: true, addressField: 'service' }),
    of('two-step', twoStep, 'sandbox-container', { apiKey: twoStep.apiKey }),
    of('blind', blind, 'sandbox-blind', { apiKey: blind.apiKey }, { isBlind: true }),
  ];
  const all = [...platforms.map(({ double }) => double), images];
  return { platforms, images, close: () => Promise.all(all.map((double) => double.close())) };
}

function of(
  name: string,
  double: PlatformDouble,
  kind: string,
  credentials: object,
  { takesMedia = false, isBlind = false, addressField = 'apiUrl' } = {},
): StandIn {
  return {
    name,
    double,
    connection: { kind, publishConfig: { [addressField]: double.url }, credentials },
    isBlind,
    takesMedia,
  };
}

const pickWordpress = ({ username, appPassword }: { username: string; appPassword: string }) => ({
  username,
  appPassword,
});
