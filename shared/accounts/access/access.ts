import { adapterFor } from '../../platforms/registry.ts';
import type { Account } from '../account.ts';
import { type Credentials, readCredentials, renewCredentials } from './renew-credentials.ts';

/**
 * What one run knows of the access to an account. It loads the credentials once and keeps those that it renews, so that
 * the calls of a run (a preparation and its publication, the parts of a thread) share one renewal.
 */
export interface Access {
  /** The account, with the version of the credentials that were used last. */
  readonly account: Account;
  /** Whether the platform's access runs out and can be renewed, e.g. by a refresh token. */
  readonly canRenew: boolean;
  /** Reads the credentials, and renews them where they run out within the next minutes. Does nothing the second time. */
  load(renewalMs: number): Promise<void>;
  /** Renews the credentials although they do not seem to run out: the platform has refused them. */
  renew(renewalMs: number): Promise<void>;
  /** @throws Error before the first `load` */
  credentials(): unknown;
}

export function accessTo(account: Account): Access {
  const { session } = adapterFor(account.kind);
  let loaded: Credentials | undefined;
  const known = (): Credentials => {
    if (loaded === undefined) throw new Error('The credentials are not loaded.');
    return loaded;
  };
  return {
    get account() {
      return loaded === undefined ? account : { ...account, credentialsVersion: loaded.version };
    },
    canRenew: session !== undefined,
    async load(renewalMs) {
      if (loaded !== undefined) return;
      const read = await readCredentials(account);
      const runsOut = session?.needsRefresh(read.parsed, Date.now()) ?? false;
      loaded = runsOut ? await renewCredentials(account, read, renewalMs) : read;
    },
    async renew(renewalMs) {
      loaded = await renewCredentials(account, known(), renewalMs);
    },
    credentials: () => known().parsed,
  };
}
