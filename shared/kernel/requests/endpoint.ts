import type * as z from 'zod';
import type { ErrorCode } from '../error-table.ts';
import type { Scope } from './scope.ts';

/** The Lambda that answers a route: one per resource, `functions/api/<name>.ts` (the sandbox has its own folder). */
export type ApiFunctionName =
  | 'platforms'
  | 'distributions'
  | 'contents'
  | 'cross-posts'
  | 'calendar'
  | 'events'
  | 'imports'
  | 'exports'
  | 'feeds'
  | 'series'
  | 'api-keys'
  | 'settings'
  | 'dead-letters'
  | 'health'
  | 'docs'
  | 'sandbox';

/** What one status says. */
export interface Answer {
  description: string;
  /** Of a JSON body. */
  schema?: z.ZodType;
  /** Content types of a body that is text (a file, a page); the handler says which it sends. */
  text?: readonly string[];
  /** Headers that the answer has or may have beside those of every answer; `shared/http/openapi-headers.ts` describes them. */
  headers?: readonly AnswerHeader[];
}

/** Headers that only some answers have. */
export type AnswerHeader = 'Location' | 'Link' | 'ETag' | 'X-Next-Cursor' | 'Content-Disposition';

/** A request as a caller would write it, with the ids of `example-values.ts`. A test sends it. */
export interface RequestExample {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number>>;
  /** JSON, or the text of an upload. */
  body?: unknown;
}

/** One route: its path, who may call it, what goes in and what comes out. Template, handler and OpenAPI read this. */
export interface Endpoint {
  /** Method and path, e.g. `GET /api/v1/platforms/{id}`. */
  route: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`;
  function: ApiFunctionName;
  /** The scope a key must have; `public` needs no key and must be one of `publicRoutes`. */
  scope: Scope | 'public';
  operationId: string;
  summary: string;
  description?: string;
  /** Path parameters that are no ids, by name. Whatever does not match cannot exist. */
  params?: Readonly<Record<string, RegExp>>;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A file instead of a JSON body: the handler gets an `Upload`. */
  upload?: { contentTypes: readonly string[]; maxBytes: number };
  /** Answers by status; problems are not among them. One with neither `schema` nor `text` has no body. */
  responses: Readonly<Record<number, Answer>>;
  /** Of a read: which field makes the answer smaller, and how; default: days, platform and limit. */
  whenTooLarge?: { field: string; remedy: string };
  /** What a request takes from the limits of its key and tenant; default 1. More for a large read, or much work. */
  permits?: number;
  /** Further problem codes, beside those that every route can answer. */
  problems?: readonly ErrorCode[];
  /** Needed where there is a body, a query that cannot be empty, or a path parameter that is no id. */
  example?: RequestExample;
  /** Left out of OpenAPI: not part of Herald's own API. */
  internal?: boolean;
}

/** Keeps the literal types of an endpoint, from which the types of its handler are made (`handler-types.ts`). */
export function defineEndpoint<const One extends Endpoint>(endpoint: One): One {
  return endpoint;
}

/** The body of a route that takes a file. */
export interface Upload {
  text: string;
  contentType: string;
}

/** The only routes that answer without a key. */
export const publicRoutes: readonly string[] = [
  'GET /api/v1/health',
  'GET /api/v1/docs',
  'GET /api/v1/docs/errors',
  'GET /api/v1/docs/errors/{code}',
  'GET /api/v1/openapi.json',
  // Behind a secret link: calendars of others send no header.
  'GET /api/v1/calendar.ics',
];

/** `/api/v1/platforms` of `GET /api/v1/platforms/{id}`: what a function answers lies under such prefixes. */
export function routePrefix({ route }: Pick<Endpoint, 'route'>): string {
  return route.slice(route.indexOf('/')).split('/').slice(0, 4).join('/');
}
