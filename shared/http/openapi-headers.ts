import type { AnswerHeader } from '../kernel/requests/endpoint.ts';

type HeaderDescription = {
  description: string;
  schema: { type: 'string' | 'integer'; format?: string };
};

const retryAfter: HeaderDescription = {
  description: 'How many seconds to wait before the same request makes sense again.',
  schema: { type: 'integer' },
};
const idempotencyReplayed: HeaderDescription = {
  description: '`true`: the request was carried out before, with the same Idempotency-Key, and this is its answer.',
  schema: { type: 'string' },
};
const rateLimit: HeaderDescription = {
  description:
    'For the key and for the tenant: about how many permits are left (`r`), and in how many seconds all of them are there again (`t`).',
  schema: { type: 'string' },
};
const rateLimitPolicy: HeaderDescription = {
  description: 'For the key and for the tenant: how many permits (`q`) there are in so many seconds (`w`).',
  schema: { type: 'string' },
};
const ofAnswers: Record<AnswerHeader, HeaderDescription> = {
  Location: {
    description: 'The path of the new thing.',
    schema: { type: 'string', format: 'uri-reference' },
  },
  Link: {
    description: 'The next page, as `<path>; rel="next"` (RFC 8288). The last page has none.',
    schema: { type: 'string' },
  },
  'X-Next-Cursor': {
    description: 'Of NDJSON: what `cursor` of the next page is. The last page has none.',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'Names this state of the answer; send it as If-None-Match, and an unchanged answer is a 304.',
    schema: { type: 'string' },
  },
  'Content-Disposition': {
    description: 'The name under which a browser stores the file.',
    schema: { type: 'string' },
  },
};

/** Every header that an answer can have and a program may need, as components of the document. */
export const headerComponents: Record<string, HeaderDescription> = {
  'Retry-After': retryAfter,
  'Idempotency-Replayed': idempotencyReplayed,
  RateLimit: rateLimit,
  'RateLimit-Policy': rateLimitPolicy,
  ...ofAnswers,
};

/** References to the named headers. */
export function headers(...names: readonly string[]): { headers?: Record<string, { $ref: string }> } {
  if (names.length === 0) return {};
  return { headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])) };
}
