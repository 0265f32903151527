import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { importEvents } from '../../shared/imports/events.ts';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { maySend, mayUseImportFiles, mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import { startByEvent } from '../constructs/start-by-event.ts';
import type { DataStack } from './data-stack.ts';

/** Checks the file of an import and creates the posts of its rows, chunk by chunk. */
export class ImportsStack extends Stack {
  /** Here and not with the data: its policy names the rule of this stack. */
  readonly importQueue: QueueWithDlq;
  readonly importRows: HeraldFunction;

  constructor(scope: Construct, id: string, { config, data }: { config: StageConfig; data: DataStack }) {
    super(scope, id, { stackName: `herald-${config.stage}-imports`, description: 'Herald: imports posts from files' });
    const timeout = Duration.seconds(60);
    this.importQueue = new QueueWithDlq(this, 'ImportQueue', { consumerTimeout: timeout });
    startByEvent(this, 'ImportRule', { bus: data.bus, event: importEvents.IMPORT_CREATED, queue: this.importQueue });
    // By the bus and not from the queue's own reader: Lambda ends a function that feeds itself after about 16 times.
    startByEvent(this, 'ContinueRule', {
      bus: data.bus,
      event: importEvents.IMPORT_CONTINUES,
      queue: this.importQueue,
    });

    const importRows = new HeraldFunction(this, 'functions/queues/import-rows.ts', {
      config,
      timeout,
      environment: addressPolicy(this),
    });
    this.importRows = importRows;
    // To plan a time, a function reads what is planned around it (gsi2).
    mayWriteTable(importRows, data.table, ['gsi2']);
    mayUseTexts(importRows, data.texts, 'read and write');
    mayUseImportFiles(importRows, data.importFiles);
    maySend(importRows, this.importQueue.queue, 'IMPORT_QUEUE_URL');
    consumeQueue(importRows, this.importQueue.queue, { maxConcurrency: config.concurrency.imports });
  }
}
