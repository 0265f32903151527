import { join } from 'node:path';
import * as z from 'zod';
import { REGION } from '../aws/identity.ts';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import { loadCreateTenant } from './application.ts';
import { readPrivateJson, writePrivateJson } from './private-file.ts';

export const ADMIN_KEY_FILE = 'admin-key.json';

const adminKeySchema = z.object({ tenantId: z.string().min(1), apiKey: z.string().min(1) });
type AdminKey = z.infer<typeof adminKeySchema>;

/** The key of the local tenant. The first start makes both; the key is nowhere else, since the table holds its hash. */
export async function adminKey(cloud: LocalCloud, directory: string): Promise<AdminKey & { isNew: boolean }> {
  const path = join(directory, ADMIN_KEY_FILE);
  const known = readPrivateJson(path, adminKeySchema);
  if (known) return { ...known, isNew: false };

  // The use case runs with the environment of a function.
  process.env.TABLE_NAME = cloud.tableName;
  process.env.AWS_ENDPOINT_URL = cloud.awsEndpoint;
  process.env.AWS_REGION = REGION;
  process.env.AWS_ACCESS_KEY_ID = cloud.adminCredentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = cloud.adminCredentials.secretAccessKey;
  const createTenant = await loadCreateTenant();
  const { tenantId, apiKey } = await createTenant({ name: 'Local' });
  writePrivateJson(path, { tenantId, apiKey });
  return { tenantId, apiKey, isNew: true };
}
