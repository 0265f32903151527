import { setTimeout as wait } from 'node:timers/promises';
import { queueNameOf } from '../aws/arns.ts';
import type { LocalAws } from '../aws/open-aws.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import type { TableStreams } from '../dynamodb/engine.ts';
import { EventSources } from '../event-sources/event-sources.ts';
import { RoleQueues } from '../event-sources/role-queues.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { LocalMetrics } from '../faults/local-metrics.ts';
import { Gateway } from '../http/gateway.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { FunctionDefinition } from '../lambda/function-definition.ts';
import { LambdaService } from '../lambda/lambda-service.ts';
import type { FunctionLogs } from '../logs/function-logs.ts';
import type { ClientAccess } from '../provision/aws-clients.ts';
import type { ProvisionedTemplate } from '../provision/provision-template.ts';
import { mayInvoke } from '../provision/roles/check-grants.ts';
import type { StateFolder } from '../state/state-folder.ts';

export interface RunTemplateOptions {
  template: ProvisionedTemplate;
  aws: LocalAws;
  streams: TableStreams;
  http: HttpServer;
  clock: LocalClock;
  faults: FaultInjection;
  metrics: LocalMetrics;
  concurrentExecutions: number;
  /** How many environments all functions share. */
  environments: number | undefined;
  logs: FunctionLogs;
  folder: StateFolder;
  /** Leaves out the throttle of the API's stage. */
  unthrottled: boolean;
  log(line: string): void;
}

export interface RunningTemplate {
  lambda: LambdaService;
  /** Whether nothing runs, waits for its turn or could start now. */
  readonly isQuiet: boolean;
  /** Whether the functions that follow streams have done what was written so far. */
  readonly areStreamsRead: boolean;
  /** Delivers batches that are not full now. @returns whether there were any */
  endBatchWindows(): boolean;
  /** Somebody waits until all is done: streams are read without a pause. */
  hurry(): void;
  close(): Promise<void>;
}

const CLOSING_PATIENCE = 2000;

/** Starts the template's functions with everything that calls them: the HTTP API, queues, streams and accepted events. */
export function runTemplate(options: RunTemplateOptions): RunningTemplate {
  const { template, aws, http, clock, faults, metrics, logs, folder, unthrottled, log } = options;
  const { concurrentExecutions, environments } = options;
  const { blueprint } = template;
  const accessOf = ({ roleArn, name }: FunctionDefinition): ClientAccess => {
    const credentials = template.roleCredentials.get(roleArn);
    if (!credentials) throw new Error(`The role ${roleArn} of the function ${name} is not in the template.`);
    return { endpoint: aws.endpoint, credentials };
  };
  const queues = new RoleQueues({
    aws,
    accessKeyIdOf: (functionArn) => accessOf(blueprint.functions.get(functionArn)!).credentials.accessKeyId,
  });

  const lambda = new LambdaService({
    functions: blueprint.functions.values(),
    asyncSettings: blueprint.asyncSettings,
    accessOf,
    answerAws: (request) => aws.answer(request),
    sendMessage: (functionArn, queueArn, body) => queues.send(functionArn, queueArn, body),
    clock,
    faults,
    metrics,
    concurrentExecutions,
    environments,
    database: folder.database,
    logs,
    log,
  });
  lambda.start();
  for (const mapping of blueprint.mappings) {
    if (mapping.kind === 'queue') aws.giveBackMessages(queueNameOf(mapping.queueArn));
  }
  const sources = new EventSources({
    ...options,
    mappings: blueprint.mappings,
    lambda,
    queues,
    isMessageWaiting: (queueName) => aws.isMessageWaiting(queueName),
    visibilitySeconds: (queueName) => aws.visibilitySeconds(queueName),
    onQueueActivity: (listener) => aws.onQueueActivity(listener),
  });
  if (blueprint.api) {
    const gateway = new Gateway({
      api: blueprint.api,
      unthrottled,
      invoke: (functionArn, payload) => lambda.invoke(functionArn, payload),
      mayInvoke: (sourceArn, functionArn) =>
        mayInvoke(blueprint, { service: 'apigateway.amazonaws.com', sourceArn }, functionArn),
      log,
    });
    http.open(gateway);
  }

  return {
    lambda,
    get isQuiet() {
      return !lambda.isBusy && sources.isQuiet;
    },
    get areStreamsRead() {
      return sources.areStreamsRead;
    },
    endBatchWindows: () => sources.endBatchWindows(),
    hurry: () => sources.hurry(),
    async close() {
      const patience = new AbortController();
      const late = wait(CLOSING_PATIENCE, undefined, { signal: patience.signal }).catch(() => {});
      await Promise.all([http.close(late), sources.close(), lambda.close()]);
      patience.abort();
    },
  };
}
