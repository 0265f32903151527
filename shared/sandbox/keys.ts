import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const sandboxPrefixes = {
  sandboxContainer: 'CONTAINER#',
} as const;

/** Everything that a publisher made under one reference. */
export const sandboxReferencePk = (tenantId: string, reference: string) =>
  `${tenantPrefix(tenantId)}#SANDBOXREF#${reference}`;

export const sandboxKeys = {
  sandboxPost: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#SANDBOX#${id}`, sk: 'POST' }),
  sandboxReference: (tenantId: string, reference: string): Key => ({
    pk: sandboxReferencePk(tenantId, reference),
    sk: 'REF',
  }),
  sandboxTries: (tenantId: string, reference: string): Key => ({
    pk: sandboxReferencePk(tenantId, reference),
    sk: 'TRIES',
  }),
  sandboxContainer: (tenantId: string, id: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXBOX#${id}`,
    sk: 'CONTAINER',
  }),
  /** One reference may name several containers. */
  sandboxContainerReference: (tenantId: string, reference: string, id: string): Key => ({
    pk: sandboxReferencePk(tenantId, reference),
    sk: `${sandboxPrefixes.sandboxContainer}${id}`,
  }),
};

export const sandboxLists = {
  sandboxPosts: { index: 'gsi4', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#SANDBOX` },
} as const;
