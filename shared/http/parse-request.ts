import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { HeraldError } from '../kernel/herald-error.ts';
import { isTooDeep, MAX_NESTING } from '../kernel/json-depth.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { parseBySchema } from '../kernel/schema-problems.ts';

/** Larger texts than this no platform takes; media are given by URL. */
export const MAX_BODY_BYTES = 1_048_576;

interface ParsedRequest {
  query: unknown;
  body: unknown;
  /** The body as it came, for a closer look at one that does not fit its schema. */
  raw: unknown;
  problems: ContentProblem[];
}

/** Body and query of a request by the endpoint's schemas, with every problem of both. */
export function parseRequest(endpoint: Endpoint, event: APIGatewayProxyEventV2): ParsedRequest {
  const problems: ContentProblem[] = [];
  const query = parse(endpoint.query ?? z.strictObject({}), event.queryStringParameters ?? {}, problems);
  if (endpoint.route.startsWith('GET') || endpoint.route.startsWith('DELETE')) {
    return { query, body: undefined, raw: undefined, problems };
  }
  if (endpoint.upload !== undefined) {
    const text = readText(event, endpoint.upload.maxBytes);
    return { query, body: { text, contentType: event.headers['content-type'] ?? '' }, raw: undefined, problems };
  }
  const raw = readBody(event);
  // A route that takes no body refuses one: a misplaced schedule field must never publish at once.
  const body = parse(endpoint.body ?? z.strictObject({}), raw, problems);
  return { query, body, raw, problems };
}

export function invalidRequest(problems: ContentProblem[]): HeraldError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new HeraldError('invalid_request', `The request has ${count}.`, {
    remedy: 'Correct each of them; GET /api/v1/docs has the shape of every request.',
    problems,
  });
}

function readText(event: APIGatewayProxyEventV2, limit: number): string {
  const raw = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (Buffer.byteLength(raw) <= limit) return raw;
  throw new HeraldError('body_too_large', `The body has ${Buffer.byteLength(raw)} bytes.`, {
    remedy: `Send at most ${limit} bytes; media are given by URL.`,
    extra: { limit },
  });
}

function readBody(event: APIGatewayProxyEventV2): unknown {
  const raw = readText(event, MAX_BODY_BYTES);
  if (raw.trim() === '') return {};
  if (isTooDeep(raw)) {
    throw new HeraldError('invalid_request', `The body is nested more than ${MAX_NESTING} levels deep.`, {
      remedy: 'Send flatter JSON.',
    });
  }
  try {
    return JSON.parse(raw);
  } catch (error) {
    throw new HeraldError('invalid_request', `The body is not JSON: ${(error as Error).message}`, {
      remedy: 'Send a JSON object with content-type application/json.',
    });
  }
}

function parse(schema: z.ZodType, value: unknown, problems: ContentProblem[]): unknown {
  const parsed = parseBySchema(schema, value);
  problems.push(...parsed.problems);
  return parsed.data;
}
