import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { PeriodicTrigger } from '../constructs/periodic-trigger.ts';
import type { DataStack } from './data-stack.ts';

/** Every 5 minutes: creates the next post of each series whose last post is due. */
export class SeriesStack extends Stack {
  readonly trigger: PeriodicTrigger;

  constructor(scope: Construct, id: string, { config, data }: { config: StageConfig; data: DataStack }) {
    super(scope, id, { stackName: `herald-${config.stage}-series`, description: 'Herald: repeats posts by a rule' });
    const repeat = new HeraldFunction(this, 'functions/cron/repeat-series.ts', {
      config,
      timeout: Duration.seconds(60),
    });
    mayWriteTable(repeat, data.table, ['gsi2', 'gsi5']);
    mayUseTexts(repeat, data.texts, 'read and write');
    this.trigger = new PeriodicTrigger(this, 'SeriesTrigger', { fn: repeat, every: Duration.minutes(5) });
  }
}
