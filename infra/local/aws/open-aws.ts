import { join } from 'node:path';
import type { LocalClock } from '../clock/local-clock.ts';
import { accountDefaults, type SchedulerQuotas } from '../faults/aws-behaviour.ts';
import { FaultInjection } from '../faults/fault-injection.ts';
import { LocalMetrics } from '../faults/local-metrics.ts';
import { AwsEndpoint, type DirectCall } from './aws-endpoint.ts';
import { createTargets } from './delivery/targets.ts';
import { DueWork } from './due-work.ts';
import { EndpointServer } from './endpoint-server.ts';
import { DeliveryStore } from './event-bus/delivery-store.ts';
import { createEventBusService } from './event-bus/event-bus-service.ts';
import { createEventDelivery } from './event-bus/event-delivery.ts';
import { RuleStore } from './event-bus/rule-store.ts';
import { ScheduledRules } from './event-bus/scheduled-rules.ts';
import { AccessControl, type Credentials } from './iam/access-control.ts';
import type { ConditionBlock, PolicyDocument } from './iam/policy-document.ts';
import type { Members } from './json-service.ts';
import { createKeyService } from './keys/key-service.ts';
import { createObjectService } from './objects/object-service.ts';
import { makeFair } from './queues/fair-queue.ts';
import { openFauxqs } from './queues/open-fauxqs.ts';
import { QueueActivity } from './queues/queue-activity.ts';
import { QueueService } from './queues/queue-service.ts';
import { TraceHeaders } from './queues/trace-headers.ts';
import { createScheduleFiring } from './scheduler/schedule-firing.ts';
import { ScheduleGroups } from './scheduler/schedule-groups.ts';
import { ScheduleStore } from './scheduler/schedule-store.ts';
import { createSchedulerService } from './scheduler/scheduler-service.ts';
import { createSecretsService } from './secrets/secrets-service.ts';
import { openState } from './state-file.ts';
import { createTableService, type DynamoDbEngine } from './tables/table-service.ts';

import type { AwsRequest } from './wire-request.ts';
import type { WireResponse } from './wire-response.ts';

export type { PolicyDocument, PolicyStatement } from './iam/policy-document.ts';

export interface OpenAwsOptions {
  /** State is kept here and survives `kill -9`; in memory without. */
  directory?: string;
  clock: LocalClock;
  faults?: FaultInjection;
  metrics?: LocalMetrics;
  /** AWS's own where left out. */
  schedulerQuotas?: SchedulerQuotas;
  dynamoDb: DynamoDbEngine;
  /** Scheduler fires between the scheduled moment and this many seconds later (AWS: 60). */
  jitterSeconds: number;
  /** The same seed gives the same firing moments. */
  seed: number;
  /**
   * Resolves when the function's invocation is accepted (queued). It may be called as soon as `openAws` has resolved,
   * for what fell due while the process was down: make it wait until the functions are there rather than reject.
   */
  invokeFunction(functionArn: string, payload: unknown, invocation: { type: 'async' }): Promise<void>;
  log(line: string): void;
}

export interface LocalAws {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  /** The same endpoint for a request that comes without a socket. @throws ConnectionLost where there is to be no answer */
  answer(request: AwsRequest): Promise<WireResponse>;
  /** The same for the parts of this process, without the form of a request. @throws AwsError */
  call(call: DirectCall): Promise<Members>;
  /** May do everything: for the provisioner and tests. */
  adminCredentials: Credentials;
  /** Registers a role of the template, or replaces it. A function that runs as it signs with the answered access key. */
  registerRole(role: {
    roleArn: string;
    trustedServices: string[];
    /** The Condition block of the trust policy. */
    trustConditions?: unknown;
    policies: PolicyDocument[];
  }): Credentials;
  setResourcePolicy(resourceArn: string, policy: PolicyDocument): void;
  /** Called after each send, and when a delay or visibility timeout ends. @returns a function that ends it */
  onQueueActivity(listener: (queueName: string) => void): () => void;
  /** Whether a message of this queue could be received now. */
  isMessageWaiting(queueName: string): boolean;
  /** How long a received message of this queue stays invisible, in seconds. */
  visibilitySeconds(queueName: string): number;
  /** Makes the messages visible that a poller of this queue had received before the process ended. */
  giveBackMessages(queueName: string): void;
  /** Drops all messages, schedules, and events on their way. */
  empty(): void;
  close(): Promise<void>;
}

/** Opens the AWS services of the local cloud behind one endpoint. */
export async function openAws(options: OpenAwsOptions): Promise<LocalAws> {
  const { directory, clock, faults = new FaultInjection(), metrics = new LocalMetrics(), log } = options;
  const quotas = { ...accountDefaults.scheduler, ...options.schedulerQuotas };
  const database = openState(directory);
  const access = new AccessControl(database, log);
  const awsEndpoint = new AwsEndpoint(access, faults, log);
  const server = new EndpointServer((request) => awsEndpoint.answer(request), log);
  const endpoint = await server.listen();

  const activity = new QueueActivity(clock);
  const traceHeaders = new TraceHeaders();
  const fauxqs = await openFauxqs(directory && join(directory, 'fauxqs'), (queue) => {
    makeFair(queue);
    activity.watch(queue);
    traceHeaders.watch(queue);
  });
  const setPolicy = (arn: string, policy: PolicyDocument) => access.setResourcePolicy(arn, policy);
  const sqs = new QueueService(fauxqs, activity, traceHeaders, endpoint, setPolicy);
  const targets = createTargets(sqs, options.invokeFunction);

  const schedules = new ScheduleStore(database);
  const firingOptions = {
    invocationsPerSecond: quotas.invocations,
    store: schedules,
    targets,
    access,
    faults,
    metrics,
  };
  const firing = new DueWork(createScheduleFiring({ ...firingOptions, log }), clock, log);
  const scheduler = createSchedulerService({
    ...options,
    database,
    access,
    quotas,
    metrics,
    store: schedules,
    groups: new ScheduleGroups(database),
    onChange: () => firing.look(),
  });

  const rules = new RuleStore(database);
  const deliveries = new DeliveryStore(database);
  const delivery = new DueWork(createEventDelivery({ store: deliveries, targets, access, faults, log }), clock, log);
  const scheduledRules = new ScheduledRules({ database, rules, deliveries, clock, onFired: () => delivery.look() });
  const lookAtEvents = () => {
    scheduledRules.look();
    delivery.look();
  };
  const events = createEventBusService({ database, rules, deliveries, log, onChange: lookAtEvents });

  awsEndpoint.open({
    dynamodb: createTableService(options.dynamoDb),
    sqs,
    events,
    scheduler,
    secretsmanager: createSecretsService(database),
    kms: createKeyService(database),
    s3: createObjectService(fauxqs),
  });
  // After the caller has its LocalAws: what fell due while the process was down may call it back.
  const start = setImmediate(() => {
    activity.start();
    firing.look();
    lookAtEvents();
  });

  return {
    endpoint,
    answer: (request) => awsEndpoint.answer(request),
    call: (call) => awsEndpoint.call(call),
    adminCredentials: access.admin,
    registerRole: (role) =>
      access.registerRole({ ...role, trustConditions: role.trustConditions as ConditionBlock | undefined }),
    setResourcePolicy: (resourceArn, policy) => access.setResourcePolicy(resourceArn, policy),
    onQueueActivity: (listener) => activity.subscribe(listener),
    isMessageWaiting: (queueName) => activity.isWaiting(queueName),
    visibilitySeconds: (queueName) => activity.visibilitySeconds(queueName),
    giveBackMessages: (queueName) => activity.giveBackAll(queueName),
    empty() {
      fauxqs.queues.clearMessages();
      schedules.deleteAll();
      deliveries.removeAll();
    },
    async close() {
      clearImmediate(start);
      scheduledRules.close();
      activity.close();
      await Promise.all([firing.close(), delivery.close(), server.close()]);
      await fauxqs.close();
      database.close();
    },
  };
}
