import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { parseBySchema } from '../kernel/schema-problems.ts';
import { readFile, readJson } from './read-body.ts';

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
    const text = readFile(event, endpoint.upload.maxBytes);
    return { query, body: { text, contentType: event.headers['content-type'] ?? '' }, raw: undefined, problems };
  }
  const { value: raw, problems: ofText } = readJson(event);
  problems.push(...ofText);
  // A route that takes no body refuses one: a misplaced schedule field must never publish at once.
  const body = parse(endpoint.body ?? z.strictObject({}), raw, problems);
  return { query, body, raw, problems };
}

/** Whoever sends more has another kind of request in mind. */
const MAX_TOLD = 200;

export function invalidRequest(problems: ContentProblem[]): HeraldError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const isMore = problems.length > MAX_TOLD;
  return new HeraldError(
    'invalid_request',
    `The request has ${count}${isMore ? `; here are the first ${MAX_TOLD}` : ''}.`,
    {
      remedy: 'Correct each of them; GET /api/v1/docs has the shape of every request.',
      problems: problems.slice(0, MAX_TOLD),
    },
  );
}

function parse(schema: z.ZodType, value: unknown, problems: ContentProblem[]): unknown {
  const parsed = parseBySchema(schema, value);
  // What the text of the body has already told, its schema need not tell again.
  const isTold = ({ field, code }: ContentProblem) =>
    problems.some((told) => told.code === code && told.field === field);
  problems.push(...parsed.problems.filter((problem) => !isTold(problem)));
  return parsed.data;
}
