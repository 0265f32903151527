import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const sandboxPrefixes = {
  sandboxContainer: 'CONTAINER#',
} as const;

export const sandboxKeys = {
  sandboxPost: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#SANDBOX#${id}`, sk: 'POST' }),
  sandboxReference: (tenantId: string, reference: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXREF#${reference}`,
    sk: 'REF',
  }),
  sandboxContainer: (tenantId: string, id: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXBOX#${id}`,
    sk: 'CONTAINER',
  }),
  /** Stands beside the reference's other items: a reference may name several containers. */
  sandboxContainerReference: (tenantId: string, reference: string, id: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXREF#${reference}`,
    sk: `CONTAINER#${id}`,
  }),
};

export const sandboxLists = {
  sandboxPosts: { index: 'gsi4', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#SANDBOX` },
} as const;
