import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, REGION } from '../../aws/identity.ts';
import type { Item } from '../items/attribute-value.ts';
import { itemSize } from '../items/item-size.ts';
import type { Change } from '../storage/change.ts';
import { primaryKeyOf, type StreamViewType, type TableDescription } from '../tables/table.ts';

export interface UserIdentity {
  type: 'Service';
  principalId: string;
}

/** A change as a Lambda function reads it from the table's stream. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: string;
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  eventSourceARN: string;
  /** Only on what TTL removed. */
  userIdentity?: UserIdentity;
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    /** Text order is the order of the changes. */
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: StreamViewType;
  };
}

/** Settings of a table whose stream begins now. */
export function newStream(tableName: string, viewType: StreamViewType): Partial<TableDescription> {
  const label = new Date(Date.now()).toISOString().slice(0, -1);
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: viewType },
    LatestStreamLabel: label,
    LatestStreamArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${tableName}/stream/${label}`,
  };
}

/** Whether the change gets a record: the table has a stream, and something really changed. */
export function isRecorded({ table, changed }: Change): boolean {
  return changed && table.description.StreamSpecification?.StreamEnabled === true;
}

export function streamRecord(change: Change, sequenceNumber: string, userIdentity?: UserIdentity): StreamRecord {
  const { table, before, after } = change;
  const { StreamSpecification, LatestStreamArn } = table.description;
  const viewType = StreamSpecification?.StreamViewType ?? 'NEW_AND_OLD_IMAGES';
  const keys = primaryKeyOf(table, (after ?? before)!);
  const newImage = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const oldImage = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: !before ? 'INSERT' : !after ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    eventSourceARN: LatestStreamArn!,
    ...(userIdentity && { userIdentity }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: sequenceNumber,
      SizeBytes: itemSize(keys) + (newImage ? change.sizeAfter : 0) + (oldImage ? change.sizeBefore : 0),
      StreamViewType: viewType,
    },
  };
}
