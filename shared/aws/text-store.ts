/** Few texts are that large: the client for the bucket is loaded with the first of them. */
const load = () => import('./text-store-calls.ts');

/** Bodies that would not fit a DynamoDB item (400 KB) live in the bucket under this key. */
export function textKey(tenantId: string, distributionId: string, textVersion: number): string {
  return `texts/${tenantId}/${distributionId}/${textVersion}`;
}

export async function putText(key: string, body: string): Promise<void> {
  await (await load()).putText(key, body);
}

export async function getText(key: string): Promise<string> {
  return (await load()).getText(key);
}
