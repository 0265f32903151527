import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { eventPrefixes } from '../../shared/kernel/events/event-keys.ts';
import type { StageConfig } from '../config.ts';
import { mayPutEvents } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { consumeStream } from '../constructs/stream-consumer.ts';
import type { DataStack } from './data-stack.ts';

/** Carries each event from the table, where it is written in the transaction of its action, to the bus. */
export class EventsStack extends Stack {
  readonly relayEvents: HeraldFunction;

  constructor(scope: Construct, id: string, { config, data }: { config: StageConfig; data: DataStack }) {
    super(scope, id, { stackName: `herald-${config.stage}-events`, description: 'Herald: relays events to the bus' });

    this.relayEvents = new HeraldFunction(this, 'functions/streams/relay-events.ts', {
      config,
      timeout: Duration.seconds(30),
    });
    mayPutEvents(this.relayEvents, data.bus);
    consumeStream(this.relayEvents, {
      table: data.table,
      deadLetters: data.relayDeadLetters,
      // A consumer of the bus is told a second later, and an invocation carries a hundred events instead of one or two.
      batchSize: 100,
      window: Duration.seconds(1),
      filters: [{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: eventPrefixes.event }] } } } }],
    });
  }
}
