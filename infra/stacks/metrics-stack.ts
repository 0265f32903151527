import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { mayReadTable, maySend, mayUseCredentials, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import type { DataStack } from './data-stack.ts';

export interface MetricsStackProps {
  config: StageConfig;
  data: DataStack;
  apiUrl: string;
}

/** Every hour: plans which posts to look at, and reads their figures from the platforms. */
export class MetricsStack extends Stack {
  readonly planTrigger: PeriodicTrigger;

  constructor(scope: Construct, id: string, { config, data, apiUrl }: MetricsStackProps) {
    super(scope, id, { stackName: `herald-${config.stage}-metrics`, description: 'Herald: metrics' });

    const plan = new HeraldFunction(this, 'PlanMetrics', {
      config,
      entry: 'functions/cron/plan-metrics.ts',
      timeout: Duration.seconds(60),
      memorySize: 256,
    });
    mayReadTable(plan, data.table, ['gsi1', 'gsi2']);
    maySend(plan, data.metricsQueue.queue, 'METRICS_QUEUE_URL');
    this.planTrigger = new PeriodicTrigger(this, 'PlanTrigger', { fn: plan, every: Duration.hours(1) });

    const sync = new HeraldFunction(this, 'SyncMetrics', {
      config,
      entry: 'functions/queues/sync-metrics.ts',
      timeout: Duration.seconds(60),
      memorySize: 512,
      environment: { API_URL: apiUrl, ...addressPolicy(this) },
    });
    mayWriteTable(sync, data.table, ['gsi2', 'gsi6']);
    mayUseCredentials(sync, config, 'refresh');
    consumeQueue(sync, data.metricsQueue.queue, { maxConcurrency: 10 });
  }
}
