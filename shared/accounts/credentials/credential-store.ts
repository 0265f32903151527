import { randomUUID } from 'node:crypto';
import { newDataKey, openDataKey } from '../../aws/data-keys.ts';
import { putSecret, readSecret, replaceSecret } from '../../aws/secrets.ts';
import { environment } from '../../kernel/environment.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { Account } from '../account.ts';
import { type CredentialStoreName, credentialStoreNames } from './credential-store-name.ts';
import { openCredentials, sealCredentials } from './sealed-credentials.ts';
import { putSealedCredentials, readSealedCredentials, removeSealedCredentials } from './sealed-credentials-items.ts';

type Owner = Pick<Account, 'tenantId' | 'id'>;
type Whereabouts = Owner & Pick<Account, 'credentialsSecretId' | 'credentialsVersion'>;

export interface StoredCredentials {
  version: string;
  credentials: unknown;
}

/** New credentials on their way into a store. */
export interface CredentialWrite {
  version: string;
  /** Of the account's item; they say where the credentials are. */
  fields: Pick<Account, 'credentialsVersion' | 'credentialsSecretId'>;
  /**
   * Stores them, as far as it can be done before the account's item names them; may be called again after an error.
   *
   * @returns what belongs into the transaction that writes `fields`
   */
  store(credentials: unknown): Promise<LabelledAction[]>;
}

/** By account and version, so that an entry never goes stale. Small: a function serves few accounts between two cold starts. */
const cache = new Map<string, unknown>();
const CACHE_SIZE = 500;

/** Where an account's credentials are now. */
export function storeOf({ credentialsSecretId }: Pick<Account, 'credentialsSecretId'>): CredentialStoreName {
  return credentialsSecretId === undefined ? 'kms' : 'secrets-manager';
}

/** Where new credentials of a user go. @throws Error where the template gives no such setting */
export function chosenStore(): CredentialStoreName {
  const name = environment('CREDENTIAL_STORE');
  const chosen = credentialStoreNames.find((known) => known === name);
  if (chosen === undefined)
    throw new Error(`CREDENTIAL_STORE is ${name}: it takes ${credentialStoreNames.join(', ')}.`);
  return chosen;
}

/**
 * The version that the account names, from memory where this function has read it before. Where it is renewed at this
 * very moment, the newer one may be answered.
 */
export async function readStored(account: Whereabouts): Promise<StoredCredentials> {
  const { credentialsSecretId, credentialsVersion: version } = account;
  const known = cache.get(cacheKey(account, version));
  if (known !== undefined) return { version, credentials: known };
  const read =
    credentialsSecretId === undefined ? await openFromTable(account) : await fromSecret(credentialsSecretId, version);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(cacheKey(account, read.version), read.credentials);
  return read;
}

/** The newest there is, whatever the account's item says of it. */
export async function readNewest(account: Whereabouts): Promise<StoredCredentials> {
  const { credentialsSecretId } = account;
  return credentialsSecretId === undefined ? openFromTable(account) : fromSecret(credentialsSecretId);
}

/**
 * Begins to write credentials. Whatever can fail before they are known fails here: a rotated token that the platform has
 * given cannot be asked for again.
 */
export async function beginWrite(owner: Owner, store: CredentialStoreName): Promise<CredentialWrite> {
  const version = randomUUID();
  if (store === 'kms') {
    const key = await newDataKey(contextOf(owner));
    return {
      version,
      fields: { credentialsVersion: version, credentialsSecretId: undefined },
      store: async (credentials) => [
        putSealedCredentials(owner, sealCredentials(key, nameOf(owner), version, credentials)),
      ],
    };
  }
  const secretId = `${environment('SECRET_PREFIX')}${nameOf(owner)}`;
  return {
    version,
    fields: { credentialsVersion: version, credentialsSecretId: secretId },
    async store(credentials) {
      await putSecret(secretId, version, credentials);
      return [removeSealedCredentials(owner)];
    },
  };
}

/** New credentials in the place where the account has its own. */
export async function beginReplacement(account: Whereabouts): Promise<CredentialWrite> {
  const { credentialsSecretId: secretId } = account;
  if (secretId === undefined) return beginWrite(account, 'kms');
  const version = randomUUID();
  return {
    version,
    fields: { credentialsVersion: version, credentialsSecretId: secretId },
    async store(credentials) {
      await replaceSecret(secretId, version, credentials);
      return [];
    },
  };
}

async function fromSecret(secretId: string, wanted?: string): Promise<StoredCredentials> {
  const { version, value } = await readSecret(secretId, wanted);
  return { version, credentials: value };
}

async function openFromTable(owner: Owner): Promise<StoredCredentials> {
  const sealed = await readSealedCredentials(owner);
  if (sealed === undefined) throw new Error(`The table holds no credentials of the account ${owner.id}.`);
  const key = await openDataKey(sealed.dataKey, contextOf(owner));
  return { version: sealed.version, credentials: openCredentials(key, nameOf(owner), sealed) };
}

const nameOf = ({ tenantId, id }: Owner) => `${tenantId}/${id}`;
const contextOf = ({ tenantId, id }: Owner) => ({ tenantId, accountId: id });
const cacheKey = (owner: Owner, version: string) => `${nameOf(owner)}#${version}`;
