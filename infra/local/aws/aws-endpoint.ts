import { channel } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionLost, type FaultInjection } from '../faults/fault-injection.ts';
import { AwsError } from './aws-error.ts';
import type { AccessControl, Caller } from './iam/access-control.ts';
import { type JsonService, type Members, unknownOperation } from './json-service.ts';
import type { ObjectService } from './objects/object-service.ts';
import { scheduleOperation } from './scheduler/rest-routes.ts';
import { jsonBodyOf, readRequest, type WireRequest } from './wire-request.ts';
import { errorResponse, jsonResponse, send, type WireFormat, type WireResponse } from './wire-response.ts';

export interface Services {
  dynamodb: JsonService;
  sqs: JsonService;
  events: JsonService;
  secretsmanager: JsonService;
  kms: JsonService;
  scheduler: JsonService;
  s3: ObjectService;
}

type TargetedService = Exclude<keyof Services, 'scheduler' | 's3'>;

/** What comes before the operation's name in `x-amz-target`. */
const TARGET_PREFIXES: Record<TargetedService, string> = {
  dynamodb: 'DynamoDB_20120810.',
  sqs: 'AmazonSQS.',
  events: 'AWSEvents.',
  secretsmanager: 'secretsmanager.',
  kms: 'TrentService.',
};

const FORMATS: Record<keyof Services, WireFormat> = {
  dynamodb: 'json-1.0',
  sqs: 'json-1.0',
  events: 'json-1.1',
  secretsmanager: 'json-1.1',
  kms: 'json-1.1',
  scheduler: 'rest-json',
  s3: 'xml',
};

/** The endpoint publishes each answered call here, `{caller, service, operation, answer}`, for those that measure. */
export const awsCalls = channel('herald:aws-call');

/** The one HTTP endpoint of all services, for `AWS_ENDPOINT_URL`. It checks every call against IAM before a service answers. */
export class AwsEndpoint {
  readonly #access: AccessControl;
  readonly #faults: FaultInjection;
  readonly #log: (line: string) => void;
  readonly #server: Server;
  #services: Services | undefined;

  constructor(access: AccessControl, faults: FaultInjection, log: (line: string) => void) {
    this.#access = access;
    this.#faults = faults;
    this.#log = log;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    // SDK clients keep connections open; one that the server closes first costs them a failed request.
    this.#server.keepAliveTimeout = 600_000;
  }

  /** @returns the endpoint, reachable from this machine alone */
  async listen(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(services: Services): void {
    this.#services = services;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let format: WireFormat = 'json-1.0';
    const isHead = incoming.method === 'HEAD';
    try {
      const request = await readRequest(incoming);
      format = FORMATS[request.service as keyof Services] ?? format;
      send(response, await this.#withFaults(request), isHead);
    } catch (error) {
      if (error instanceof ConnectionLost) return void incoming.socket.resetAndDestroy();
      if (!(error instanceof AwsError)) this.#log(`${incoming.method} ${incoming.url}: ${(error as Error).stack}`);
      const answer = error instanceof AwsError ? error : new AwsError('InternalFailure', (error as Error).message, 500);
      if (!response.destroyed) send(response, errorResponse(format, answer), isHead);
    }
  }

  #withFaults(request: WireRequest): Promise<WireResponse> {
    if (!this.#faults.isOn) return this.#dispatch(request);
    const { service, method, headers, body } = request;
    const operation = headers['x-amz-target']?.split('.').at(-1) ?? method;
    const call = { environmentId: headers['x-amz-security-token'], service, operation, body: body.toString() };
    return this.#faults.around(call, () => this.#dispatch(request));
  }

  async #dispatch(request: WireRequest): Promise<WireResponse> {
    const { service } = request;
    if (!this.#services || !isServed(service)) throw unknownOperation(service, `${request.method} ${request.path}`);

    const caller = this.#callerOf(request);
    if (service === 's3')
      return await this.#services.s3.handle(request, (needed) => this.#access.require(caller, needed));

    const [operation, input] =
      service === 'scheduler' ? scheduleOperation(request) : targetedOperation(service, request);
    const jsonService = this.#services[service];
    this.#access.require(caller, await jsonService.permissions(operation, input));
    const context = { traceHeader: request.headers['x-amzn-trace-id'] };
    if (!awsCalls.hasSubscribers) {
      return jsonResponse(FORMATS[service], await jsonService.call(operation, input, context));
    }
    if (service === 'dynamodb') input.ReturnConsumedCapacity ??= 'TOTAL';
    const answer = await jsonService.call(operation, input, context);
    awsCalls.publish({ caller, service, operation, answer });
    return jsonResponse(FORMATS[service], answer);
  }

  #callerOf({ accessKeyId, service }: WireRequest): Caller {
    const caller = this.#access.callerOf(accessKeyId);
    if (caller) return caller;
    const text = `The access key ${accessKeyId} is not known to this local cloud.`;
    if (service === 's3') throw new AwsError('InvalidAccessKeyId', text, 403);
    throw new AwsError('UnrecognizedClientException', text, 400);
  }
}

const isServed = (service: string): service is keyof Services => Object.hasOwn(FORMATS, service);

function targetedOperation(service: TargetedService, request: WireRequest): [operation: string, input: Members] {
  const target = request.headers['x-amz-target'] ?? '';
  if (!target.startsWith(TARGET_PREFIXES[service])) throw unknownOperation(service, target || 'without x-amz-target');
  return [target.slice(TARGET_PREFIXES[service].length), jsonBodyOf(request)];
}
