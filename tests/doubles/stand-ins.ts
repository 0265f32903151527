import type { PlatformKind } from '../../shared/platforms/registry.ts';
import { startBlueskyServer } from './bluesky-server.ts';
import type { PlatformDouble } from './platform-double.ts';
import {
  type SandboxDouble,
  startSandboxBlindServer,
  startSandboxContainerServer,
  startSandboxServer,
} from './sandbox-server.ts';
import { startWordpressServer } from './wordpress-server.ts';
import { startXServer } from './x-server.ts';

/** A running stand-in, and how Herald connects to it: the fields of `POST /platforms`. */
export interface StandIn {
  double: PlatformDouble;
  publishConfig: Record<string, unknown>;
  credentials: unknown;
  /** Of the right shape; the platform refuses them. */
  wrongCredentials: unknown;
  /** Of every platform whose access runs out. */
  session?: {
    credentials: unknown;
    /** From now on the platform refuses the access that it has given. */
    expire(): void;
    /** How often it has given new access. */
    renewals(): number;
  };
}

interface Options {
  /** Takes the same post twice, also where the platform refuses it: then a second post is seen. */
  takesDuplicates?: boolean;
}

/** The stand-in of each kind of platform. The contract suite and the crash runs take them from here. */
export const standIns: Record<PlatformKind, (options?: Options) => Promise<StandIn>> = {
  async x({ takesDuplicates = false } = {}) {
    const double = await startXServer({ takesDuplicates });
    const { keys } = double;
    return {
      double,
      publishConfig: { apiUrl: double.url },
      credentials: { ...keys },
      wrongCredentials: { ...keys, accessSecret: 'another-secret' },
      session: {
        credentials: { ...double.tokens },
        expire: () => double.endAccess(),
        renewals: () => double.requests.filter(({ url }) => url.pathname === '/2/oauth2/token').length,
      },
    };
  },

  async wordpress() {
    const double = await startWordpressServer();
    const { username, appPassword } = double;
    return {
      double,
      publishConfig: { apiUrl: double.url },
      credentials: { username, appPassword },
      wrongCredentials: { username, appPassword: 'wrong wrong wrong wrong' },
    };
  },

  async bluesky() {
    const double = await startBlueskyServer();
    const { identifier, appPassword } = double;
    return {
      double,
      publishConfig: { service: double.url },
      credentials: { identifier, appPassword },
      wrongCredentials: { identifier, appPassword: 'wrong-wrong-wrong' },
      session: {
        credentials: { identifier, appPassword },
        expire: () => double.endSessions(),
        renewals: () => double.logins(),
      },
    };
  },

  sandbox: () => sandboxStandIn(startSandboxServer),
  'sandbox-container': () => sandboxStandIn(startSandboxContainerServer),
  'sandbox-blind': () => sandboxStandIn(startSandboxBlindServer),
};

async function sandboxStandIn(startServer: () => Promise<SandboxDouble>): Promise<StandIn> {
  const double = await startServer();
  return {
    double,
    publishConfig: { apiUrl: double.url },
    credentials: { apiKey: double.apiKey },
    wrongCredentials: { apiKey: 'another-key-9876543210' },
  };
}
