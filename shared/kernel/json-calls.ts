import type { Readable } from 'node:stream';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import { HttpRequest, type HttpResponse } from '@smithy/core/transport';

interface Context {
  commandName: string;
  endpointV2: { url: URL };
}
interface Answer {
  response: HttpResponse;
  output?: object;
}
type Handler = (args: { input: object }) => Promise<Answer>;
type Middleware = (next: Handler, context: Context) => Handler;
type Add = (middleware: Middleware, options: { name: string; step: string; override: true }) => void;

interface JsonClient {
  config: object;
  middlewareStack: { add(middleware: never, options: never): void };
}

/**
 * Writes and reads the calls of a service whose commands are JSON just as they stand (no bytes, no dates), instead of member
 * by member along the service's schema. What is no success stays with the SDK, which knows the errors of the service.
 *
 * @param target of the service, as `X-Amz-Target` begins
 */
export function callAsJson<Client extends JsonClient>(client: Client, target: string, headers: object = {}): Client {
  const sdk = middlewaresOf(client);
  const write: Middleware = (next, context) => {
    const operation = context.commandName.replace(/Command$/, '');
    return async (args) => {
      const { url } = context.endpointV2;
      const request = new HttpRequest({
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port !== '' && { port: Number(url.port) }),
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `${target}.${operation}`,
          ...headers,
        },
        body: JSON.stringify(args.input),
      });
      return next({ ...args, request } as never);
    };
  };
  const read: Middleware = (next, context) => async (args) => {
    const answer = await next(args);
    const { response } = answer;
    response.body = await whole(response.body);
    const output = response.statusCode < 300 ? parsed(response.body) : undefined;
    if (output === undefined) return sdk.deserializerMiddleware!(async () => answer, context)(args);
    const { statusCode: httpStatusCode, headers } = response;
    return { ...answer, output: { ...output, $metadata: { httpStatusCode, requestId: headers['x-amzn-requestid'] } } };
  };
  const add = client.middlewareStack.add.bind(client.middlewareStack) as unknown as Add;
  add(write, { name: 'serializerMiddleware', step: 'serialize', override: true });
  add(read, { name: 'deserializerMiddleware', step: 'deserialize', override: true });
  return client;
}

/** The SDK's own, by name. */
function middlewaresOf({ config }: JsonClient): Record<string, Middleware> {
  const found: Record<string, Middleware> = {};
  const add: Add = (middleware, { name }) => {
    found[name] = middleware;
  };
  getSchemaSerdePlugin(config as never).applyToStack({ add } as never);
  return found;
}

function whole(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer) => chunks.push(chunk));
    body.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    body.once('error', reject);
  });
}

function parsed(bytes: Buffer): object | undefined {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
