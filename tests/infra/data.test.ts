import { describe, expect, it } from 'vitest';
import { synthesize } from './support/synthesize.ts';

const dev = synthesize('dev');
const prod = synthesize('prod');
const table = (stage: typeof dev) => stage.resources('AWS::DynamoDB::Table')[0]!;
const bucket = (stage: typeof dev) => stage.resources('AWS::S3::Bucket')[0]!;

describe('the table', () => {
  it('has six overloaded indexes of keys only', () => {
    const indexes = table(dev).properties.GlobalSecondaryIndexes;
    expect(indexes).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => ({
        IndexName: `gsi${n}`,
        KeySchema: [
          { AttributeName: `gsi${n}pk`, KeyType: 'HASH' },
          { AttributeName: n < 5 ? 'listsk' : `gsi${n}sk`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    );
  });

  it('has string keys only', () => {
    for (const { AttributeType } of table(dev).properties.AttributeDefinitions) expect(AttributeType).toBe('S');
  });

  it.each([dev, prod])('forgets by expiresAt, tells of each change, and can be restored to any second', (stage) => {
    expect(table(stage).properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });
});

describe('data', () => {
  it('has one key that seals credentials, turns over each year, and outlives its stack in prod', () => {
    const [key, ...others] = prod.resources('AWS::KMS::Key');
    expect(others).toEqual([]);
    expect(key).toMatchObject({ deletionPolicy: 'Retain', properties: { EnableKeyRotation: true } });
  });

  it('outlives its stack in prod', () => {
    expect(table(prod)).toMatchObject({ deletionPolicy: 'Retain', properties: { DeletionProtectionEnabled: true } });
    expect(bucket(prod).deletionPolicy).toBe('Retain');
  });

  it('goes with its stack in dev', () => {
    expect(table(dev)).toMatchObject({ deletionPolicy: 'Delete', properties: { DeletionProtectionEnabled: false } });
    expect(bucket(dev).deletionPolicy).toBe('Delete');
  });

  it('is in a stack that is protected from deletion in prod alone', () => {
    expect(prod.protectedStacks).toEqual(['Data']);
    expect(dev.protectedStacks).toEqual([]);
  });

  it('in the bucket is private and reached by TLS only', () => {
    expect(Object.values(bucket(dev).properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    const [policy] = dev.resources('AWS::S3::BucketPolicy');
    expect(policy!.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('can be found by the names that the data stack puts out', () => {
    const outputs = dev.templates.Data!.Outputs as Record<string, { Value: unknown }>;
    expect(outputs.TableName!.Value).toEqual({ Ref: table(dev).logicalId });
    expect(outputs.MediaBucketName!.Value).toEqual({ Ref: bucket(dev).logicalId });
  });
});

describe('logs', () => {
  it.each([
    ['dev', dev, 30, 'Delete'],
    ['prod', prod, 180, 'Retain'],
  ] as const)('are kept in %s for their time and then forgotten', (_, stage, days, deletionPolicy) => {
    const groups = stage.resources('AWS::Logs::LogGroup');
    // One per function, and the access log.
    expect(groups).toHaveLength(stage.resources('AWS::Lambda::Function').length + 1);
    for (const group of groups) {
      expect(group).toMatchObject({ deletionPolicy, properties: { RetentionInDays: days } });
    }
  });
});
