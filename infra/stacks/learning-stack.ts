import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { mayReadTable, maySend, mayUseCredentials, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import type { DataStack } from './data-stack.ts';

export interface LearningStackProps {
  config: StageConfig;
  data: DataStack;
  apiUrl: string;
}

/** Every hour: plans which posts to measure, and reads their figures from the platforms. */
export class LearningStack extends Stack {
  /** Holds nothing that is lost with it: the next hour asks for the same figures again. */
  readonly metricsQueue: QueueWithDlq;
  readonly planTrigger: PeriodicTrigger;
  readonly syncMetrics: HeraldFunction;

  constructor(scope: Construct, id: string, { config, data, apiUrl }: LearningStackProps) {
    super(scope, id, { stackName: `herald-${config.stage}-learning`, description: 'Herald: measures posts' });
    const timeout = Duration.seconds(60);
    this.metricsQueue = new QueueWithDlq(this, 'MetricsQueue', { consumerTimeout: timeout });

    const plan = new HeraldFunction(this, 'functions/cron/plan-metrics.ts', { config, timeout });
    mayReadTable(plan, data.table, ['gsi1', 'gsi2']);
    maySend(plan, this.metricsQueue.queue, 'METRICS_QUEUE_URL');
    this.planTrigger = new PeriodicTrigger(this, 'PlanTrigger', { fn: plan, every: Duration.hours(1) });

    const sync = new HeraldFunction(this, 'functions/queues/sync-metrics.ts', {
      config,
      timeout,
      environment: { API_URL: apiUrl, ...addressPolicy(this) },
    });
    this.syncMetrics = sync;
    // Where there are many tenants, it plans those that it is given (gsi1).
    mayWriteTable(sync, data.table, ['gsi1', 'gsi2', 'gsi6']);
    maySend(sync, this.metricsQueue.queue, 'METRICS_QUEUE_URL');
    mayUseCredentials(sync, { config, key: data.credentialsKey }, 'refresh');
    consumeQueue(sync, this.metricsQueue.queue, { maxConcurrency: config.concurrency.metrics });
  }
}
