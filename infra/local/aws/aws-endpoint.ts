import { channel } from 'node:diagnostics_channel';
import { ConnectionLost, type FaultInjection } from '../faults/fault-injection.ts';
import { AwsError } from './aws-error.ts';
import type { AccessControl, Caller } from './iam/access-control.ts';
import { type CallContext, type JsonService, type Members, unknownOperation } from './json-service.ts';
import type { ObjectService } from './objects/object-service.ts';
import { scheduleOperation } from './scheduler/rest-routes.ts';
import { type AwsRequest, jsonBodyOf, readRequest, type WireRequest } from './wire-request.ts';
import { complete, errorResponse, jsonResponse, type WireFormat, type WireResponse } from './wire-response.ts';

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

/** A call that a part of this cloud makes without a wire, e.g. the poller of a queue. */
export interface DirectCall {
  accessKeyId: string;
  service: Exclude<keyof Services, 's3'>;
  operation: string;
  input: Members;
}

/** The one endpoint of all services, for `AWS_ENDPOINT_URL`. It checks every call against IAM before a service answers. */
export class AwsEndpoint {
  readonly #access: AccessControl;
  readonly #faults: FaultInjection;
  readonly #log: (line: string) => void;
  #services: Services | undefined;

  constructor(access: AccessControl, faults: FaultInjection, log: (line: string) => void) {
    this.#access = access;
    this.#faults = faults;
    this.#log = log;
  }

  open(services: Services): void {
    this.#services = services;
  }

  /**
   * Answers a request as it is on the wire, also one that fails.
   *
   * @throws ConnectionLost where the caller is to get no answer
   */
  async answer(request: AwsRequest): Promise<WireResponse> {
    let format: WireFormat = 'json-1.0';
    try {
      const signed = readRequest(request);
      format = FORMATS[signed.service as keyof Services] ?? format;
      return complete(await this.#withFaults(signed));
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      if (!(error instanceof AwsError)) this.#log(`${request.method} ${request.path}: ${(error as Error).stack}`);
      const answer = error instanceof AwsError ? error : new AwsError('InternalFailure', (error as Error).message, 500);
      return complete(errorResponse(format, answer));
    }
  }

  /** @throws AwsError as the service answers it, or for want of a permission */
  async call({ accessKeyId, service, operation, input }: DirectCall): Promise<Members> {
    return await this.#callService(this.#callerOf({ accessKeyId, service }), service, operation, input, {});
  }

  #withFaults(request: WireRequest): Promise<WireResponse> {
    if (!this.#faults.isOn) return this.#dispatch(request);
    const { service, method, headers, body } = request;
    const operation = headers['x-amz-target']?.split('.').at(-1) ?? method;
    const call = { environmentId: headers['x-amz-security-token'], service, operation, body: body.toString() };
    return this.#faults.around(call, () => this.#dispatch(request));
  }

  async #dispatch(request: WireRequest): Promise<WireResponse> {
    const { service, method, path, headers } = request;
    if (!this.#services || !isServed(service)) throw unknownOperation(service, `${method} ${path}`);

    const caller = this.#callerOf(request);
    if (service === 's3')
      return await this.#services.s3.handle(request, (needed) => this.#access.require(caller, needed));

    const [operation, input] =
      service === 'scheduler' ? scheduleOperation(request) : targetedOperation(service, request);
    const context = { traceHeader: headers['x-amzn-trace-id'] };
    return jsonResponse(FORMATS[service], await this.#callService(caller, service, operation, input, context));
  }

  async #callService(
    caller: Caller,
    service: DirectCall['service'],
    operation: string,
    input: Members,
    context: CallContext,
  ): Promise<Members> {
    if (!this.#services) throw unknownOperation(service, operation);
    const jsonService = this.#services[service];
    this.#access.require(caller, await jsonService.permissions(operation, input));
    if (!awsCalls.hasSubscribers) return await jsonService.call(operation, input, context);
    if (service === 'dynamodb') input.ReturnConsumedCapacity ??= 'TOTAL';
    const answer = await jsonService.call(operation, input, context);
    awsCalls.publish({ caller, service, operation, answer });
    return answer;
  }

  #callerOf({ accessKeyId, service }: Pick<WireRequest, 'accessKeyId' | 'service'>): Caller {
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
