import createClient from 'openapi-fetch';
import type { components, paths } from './made/openapi-typescript/schema.ts';

// The main job as somebody writes it who has nothing but the document. The made types are all that it knows.
const [baseUrl, apiKey] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${apiKey}` } });

const account: components['schemas']['NewSandboxPlatform'] = { kind: 'sandbox', name: 'Of made types' };
const connected = await client.POST('/api/v1/platforms', { body: account });
if (connected.data === undefined) throw new Error(JSON.stringify(connected.error));
const platformId: string = connected.data.id;

const scheduledFor = new Date(Date.now() + 2_000).toISOString();
const created = await client.POST('/api/v1/distributions', {
  body: { platformId, body: 'Made by made types.', scheduledFor },
  params: { header: { 'Idempotency-Key': 'openapi-typescript-job' } },
});
if (created.data === undefined) throw new Error(JSON.stringify(created.error));
const { id, warnings } = created.data;
const warned: string[] = warnings.map(({ code }) => code);

const read = async () => {
  const { data, error } = await client.GET('/api/v1/distributions/{id}', { params: { path: { id } } });
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
};
let post = await read();
for (let look = 0; look < 200 && post.status !== 'published'; look += 1) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  post = await read();
}
const page = await client.GET('/api/v1/distributions', {
  params: { query: { platformId, status: 'published', limit: 10 } },
});
const listed: string[] = page.data?.items.map((one) => one.id) ?? [];

const { error } = await client.POST('/api/v1/distributions', {
  body: { platformId, body: '', timezone: 'Mars/Olympus' },
});
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
