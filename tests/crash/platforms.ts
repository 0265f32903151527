import { adapterFor, type PlatformKind } from '../../shared/platforms/registry.ts';
import type { HttpDouble } from '../doubles/http-double.ts';
import { startImageServer } from '../doubles/image-server.ts';
import type { PlatformDouble } from '../doubles/platform-double.ts';
import { standIns } from '../doubles/stand-ins.ts';

/** A platform that posts go to, and how Herald connects to it. */
export interface StandIn {
  name: PlatformKind;
  double: PlatformDouble;
  /** For `POST /platforms`. */
  connection: { kind: PlatformKind; publishConfig: object; credentials: unknown };
  /** It can neither be asked nor told which post it is: an outcome that nobody knows stays unknown. */
  isBlind: boolean;
  takesMedia: boolean;
}

export interface StandIns {
  platforms: StandIn[];
  images: HttpDouble;
  close(): Promise<unknown>;
}

/** The plain sandbox is left out: it is published to as Bluesky is, by a key of ours, and costs a run as much again. */
const leftOut: PlatformKind[] = ['sandbox'];

export async function startStandIns(): Promise<StandIns> {
  const kinds = (Object.keys(standIns) as PlatformKind[]).filter((kind) => !leftOut.includes(kind));
  const [images, ...platforms] = await Promise.all([startImageServer(), ...kinds.map(startStandIn)]);
  const all = [...platforms.map(({ double }) => double), images];
  return { platforms, images, close: () => Promise.all(all.map((double) => double.close())) };
}

async function startStandIn(kind: PlatformKind): Promise<StandIn> {
  const { rules } = adapterFor(kind);
  const { double, publishConfig, credentials } = await standIns[kind]({ takesDuplicates: true });
  return {
    name: kind,
    double,
    connection: { kind, publishConfig, credentials },
    isBlind: rules.safety === 'blind',
    // Herald's own network keeps the addresses of media and fetches nothing.
    takesMedia: rules.ownNetwork !== true,
  };
}
