import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { maySend, mayUseImportFiles, mayUseTexts, mayWriteTable } from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { consumeQueue } from '../constructs/queue-consumer.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';
import type { DataStack } from './data-stack.ts';

/** What comes in by the file: posts made from rows, in chunks. */
export class IntakeStack extends Stack {
  /** Here and not with the data: its policy names the rule. */
  readonly importQueue: QueueWithDlq;

  constructor(scope: Construct, id: string, { config, data }: { config: StageConfig; data: DataStack }) {
    super(scope, id, { stackName: `herald-${config.stage}-intake`, description: 'Herald: imports' });
    const timeout = Duration.seconds(60);
    this.importQueue = new QueueWithDlq(this, 'ImportQueue', { consumerTimeout: timeout });
    startByEvent(this, 'ImportRule', data, 'IMPORT_CREATED', this.importQueue);

    const importRows = new HeraldFunction(this, 'ImportRows', {
      config,
      entry: 'functions/imports/work.ts',
      timeout,
      memorySize: 1024,
    });
    mayWriteTable(importRows, data.table);
    mayUseTexts(importRows, data.texts, 'read and write');
    mayUseImportFiles(importRows, data.importFiles);
    maySend(importRows, this.importQueue.queue, 'IMPORT_QUEUE_URL');
    consumeQueue(importRows, this.importQueue.queue, { maxConcurrency: 5 });
  }
}

/**
 * Has the event of a new thing start the work on it: the event is in the thing's own transaction, so the work cannot be
 * forgotten, and no request has to write to two places.
 */
function startByEvent(stack: Stack, id: string, data: DataStack, type: string, { queue, deadLetters }: QueueWithDlq) {
  new Rule(stack, id, {
    eventBus: data.bus,
    eventPattern: { source: ['herald'], detailType: [type] },
    targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
  });
}
