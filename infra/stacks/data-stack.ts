import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { indexNames, tableIndexes } from '../../shared/kernel/table/indexes.ts';
import type { StageConfig } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { QueueWithDlq } from '../constructs/queue-with-dlq.ts';

/** A dead publisher is found so much later, and ten posts cost one look where there are ten in that time. */
export const CHECK_WINDOW = Duration.seconds(5);

/**
 * What holds posts and their plans: the table, texts, the queues of posts, schedules and the bus. The other stacks can be
 * deleted and made again.
 */
export class DataStack extends Stack {
  readonly table: Table;
  /** The part of the media bucket that holds texts. */
  readonly texts: { bucketName: string; objectsArn: string };
  /** The part that holds the files of imports. */
  readonly importFiles: { bucketName: string; objectsArn: string };
  /** Seals the data keys under which the credentials of accounts stand in the table. */
  readonly credentialsKey: Key;
  readonly bus: EventBus;
  readonly scheduleGroup: ScheduleGroup;
  readonly publishQueue: QueueWithDlq;
  /** One message per post, which looks after its publisher. */
  readonly checkQueue: QueueWithDlq;
  /** Wake-ups that Scheduler could not hand to Lambda. */
  readonly schedulerDeadLetters: DeadLetterQueue;
  /** Wake-ups that the function Wake failed at three times. */
  readonly wakeDeadLetters: DeadLetterQueue;
  /** Positions in the table's stream that RelayEvents, or SyncSchedules, failed at ten times. */
  readonly relayDeadLetters: DeadLetterQueue;
  readonly syncSchedulesDeadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { config }: { config: StageConfig }) {
    super(scope, id, {
      stackName: `herald-${config.stage}-data`,
      description: 'Herald: table, texts, queues, schedules and event bus',
      terminationProtection: config.keepData,
    });
    const removalPolicy = config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: config.keepData,
      removalPolicy,
    });
    // All in the first deployment: a later one can add only one index at a time.
    for (const indexName of indexNames) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: tableIndexes[indexName].pk, type: AttributeType.STRING },
        sortKey: { name: tableIndexes[indexName].sk, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }

    // Kept with the table: without it no sealed credentials open any more.
    this.credentialsKey = new Key(this, 'CredentialsKey', {
      description: 'Herald: seals the credentials of connected accounts',
      alias: `herald-${config.stage}-credentials`,
      enableKeyRotation: true,
      removalPolicy,
    });

    const mediaBucket = new Bucket(this, 'MediaBucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Items of imports expire after 90 days too.
      lifecycleRules: [{ prefix: 'imports/', expiration: Duration.days(90) }],
      removalPolicy,
    });
    acknowledge(mediaBucket, {
      'AwsSolutions-S1':
        'Access logs would need a second bucket. Only functions reach this one, and what they do is in the event log.',
    });
    // Exported here, so that the ARN reads the same in every stack and `acknowledge` can name cdk-nag's finding.
    const bucketArn = this.exportValue(mediaBucket.bucketArn);
    this.texts = { bucketName: mediaBucket.bucketName, objectsArn: `${bucketArn}/texts/*` };
    this.importFiles = { bucketName: mediaBucket.bucketName, objectsArn: `${bucketArn}/imports/*` };

    // With fixed names, because schedules, and rules that others put on the bus, refer to them by name.
    this.bus = new EventBus(this, 'Bus', { eventBusName: `herald-${config.stage}` });
    this.scheduleGroup = new ScheduleGroup(this, 'ScheduleGroup', {
      scheduleGroupName: `herald-${config.stage}`,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    this.publishQueue = new QueueWithDlq(this, 'PublishQueue', { consumerTimeout: Duration.seconds(60) });
    this.checkQueue = new QueueWithDlq(this, 'CheckQueue', {
      consumerTimeout: Duration.seconds(30),
      window: CHECK_WINDOW,
    });
    this.schedulerDeadLetters = new DeadLetterQueue(this, 'SchedulerDeadLetters');
    this.wakeDeadLetters = new DeadLetterQueue(this, 'WakeDeadLetters');
    this.relayDeadLetters = new DeadLetterQueue(this, 'RelayDeadLetters');
    this.syncSchedulesDeadLetters = new DeadLetterQueue(this, 'SyncSchedulesDeadLetters');

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'MediaBucketName', { value: mediaBucket.bucketName });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'CredentialsKeyArn', { value: this.credentialsKey.keyArn });
    new CfnOutput(this, 'CredentialStore', { value: config.credentialStore });
    new CfnOutput(this, 'SecretPrefix', { value: `herald/${config.stage}/` });
  }
}
