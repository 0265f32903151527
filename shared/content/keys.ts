import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const contentKeys = {
  content: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#CONTENT#${id}`, sk: 'CONTENT' }),
};

export const contentLists = {
  contents: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#CONTENTS` },
} as const;
