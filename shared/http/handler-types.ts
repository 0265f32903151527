import type * as z from 'zod';
import type { ContentProblem } from '../kernel/problem.ts';
import type { Answer, Endpoint, Upload } from '../kernel/requests/endpoint.ts';
import type { IdempotencyRecord } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { Reply } from './reply.ts';

/** One request, parsed by the endpoint's schemas and allowed. */
interface ApiCall<One extends Endpoint> {
  request: RequestContext;
  tenantId: string;
  params: ParamsOf<One['route']>;
  query: QueryOf<One>;
  body: BodyOf<One>;
}

type Handle<One extends Endpoint> = (call: ApiCall<One>) => Promise<BodyAlone<One> | ReplyOf<One>>;

/**
 * Answers one endpoint: with the body alone where the endpoint has one status, otherwise with a `Reply`. A body or a
 * status that the endpoint does not name does not compile.
 */
export type Handler<One extends Endpoint> =
  | Handle<One>
  | {
      handle: Handle<One>;
      /** Further problems of a body that does not fit its schema, so that the caller hears of all at once. */
      inspect?(tenantId: string, body: unknown): Promise<ContentProblem[]>;
      /** The body of the answer to a POST that was done before, from what it left. */
      replay?(tenantId: string, record: IdempotencyRecord): Promise<JsonBody<AnswersOf<One>[StatusOf<One>]>>;
      /** The use case keeps records of the idempotency key itself, and answers a repeated request from them. */
      keepsOwnRecords?: true;
    };

/** A handler for each endpoint, by operation id. */
export type Handlers<All extends readonly Endpoint[]> = {
  [Id in All[number]['operationId']]: Handler<Extract<All[number], { operationId: Id }>>;
};

/** `{id}` of the path becomes `id: string`. */
type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [Key in Name]: string } & ParamsOf<Rest>
  : unknown;

type QueryOf<One extends Endpoint> = One extends { query: infer Query extends z.ZodType } ? z.output<Query> : unknown;

type BodyOf<One extends Endpoint> = One extends { upload: object }
  ? Upload
  : One extends { body: infer Body extends z.ZodType }
    ? z.output<Body>
    : unknown;

type AnswersOf<One extends Endpoint> = One['responses'];
type StatusOf<One extends Endpoint> = keyof AnswersOf<One> & number;

type JsonBody<One extends Answer> = One extends { schema: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : One extends { text: readonly string[] }
    ? never
    : // biome-ignore lint/suspicious/noConfusingVoidType: a use case without an answer returns Promise<void>
      void;

type TextReply<Status extends number, One extends Answer> = One extends { text: readonly (infer Type extends string)[] }
  ? Reply<Status, string, Type>
  : never;

type ReplyOf<One extends Endpoint> = {
  [Status in StatusOf<One>]:
    | Reply<Status, JsonBody<AnswersOf<One>[Status]>>
    | TextReply<Status, AnswersOf<One>[Status]>;
}[StatusOf<One>];

type BodyAlone<One extends Endpoint> =
  IsOne<StatusOf<One>> extends true ? JsonBody<AnswersOf<One>[StatusOf<One>]> : never;

type IsOne<Union, Member = Union> = Union extends unknown ? ([Member] extends [Union] ? true : false) : never;
