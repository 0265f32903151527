import { createClient, createConfig } from './made/hey-api/client/index.ts';
import {
  connectPlatform,
  createDistribution,
  getDistribution,
  listDistributions,
  type NewSandboxPlatform,
} from './made/hey-api/index.ts';

// The main job as somebody writes it who has nothing but the document. The made client carries all types.
const [baseUrl, apiKey] = process.argv.slice(2) as [string, string];
const client = createClient(createConfig({ baseUrl, auth: () => apiKey }));

const account: NewSandboxPlatform = { kind: 'sandbox', name: 'Of a made client', minIntervalMinutes: 1 };
const connected = await connectPlatform({ client, body: account });
if (connected.data === undefined) throw new Error(connected.error.toString());
const platformId: string = connected.data.id;

const scheduledFor = new Date(Date.now() + 2_000).toISOString();
const created = await createDistribution({
  client,
  body: { platformId, body: 'Made by a made client.', scheduledFor },
  headers: { 'Idempotency-Key': 'hey-api-job' },
  throwOnError: true,
});
const warned: string[] = created.data.warnings.map(({ code }) => code);

let post = (await getDistribution({ client, path: { id: created.data.id }, throwOnError: true })).data;
for (let look = 0; look < 200 && post.status !== 'published'; look += 1) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  post = (await getDistribution({ client, path: { id: created.data.id }, throwOnError: true })).data;
}
const page = await listDistributions({
  client,
  query: { platformId, status: 'published', limit: 10 },
  throwOnError: true,
});
const listed: string[] = page.data.items.map(({ id }) => id);

const refused = await createDistribution({ client, body: { platformId, body: '', timezone: 'Mars/Olympus' } });
const { error } = refused;
if (error === undefined || !('code' in error)) throw new Error('Nothing was refused.');
// The codes are a union, so a misspelt one does not compile.
const isKnown = error.code === 'content_invalid' || error.code === 'time_invalid' || error.code === 'invalid_request';
const pointers = error.errors?.map(({ pointer, code }): [string, string] => [pointer, code]);

process.stdout.write(
  JSON.stringify({
    platformId,
    warned,
    status: post.status,
    url: post.externalUrl,
    id: post.id,
    listed,
    isKnown,
    pointers,
  }),
);
