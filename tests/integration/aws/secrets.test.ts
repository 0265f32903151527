import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { startAws, temporaryDirectory } from './support/local-aws.ts';

const SecretId = 'herald/dev/token';
const TOKEN = 'a'.repeat(32);

async function startWithSecret(directory?: string) {
  const bench = await startAws({ directory });
  const { secrets } = bench;
  const created = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
  const put = (SecretString: string, more: { ClientRequestToken?: string; VersionStages?: string[] } = {}) =>
    secrets.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
  const read = async (which: { VersionId?: string; VersionStage?: string; SecretId?: string } = {}) =>
    (await secrets.send(new GetSecretValueCommand({ SecretId, ...which }))).SecretString;
  return { ...bench, created, put, read };
}

describe('versions', () => {
  it('give the current, the previous and each older value', async () => {
    const { created, put, read } = await startWithSecret();
    const two = await put('two');
    await put('three');
    expect(await read()).toBe('three');
    expect(await read({ VersionStage: 'AWSPREVIOUS' })).toBe('two');
    expect(await read({ VersionId: created.VersionId })).toBe('one');
    expect(await read({ VersionId: two.VersionId, VersionStage: 'AWSPREVIOUS' })).toBe('two');
    const missing = { name: 'ResourceNotFoundException' };
    await expect(read({ VersionId: two.VersionId, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject(missing);
    await expect(read({ VersionStage: 'AWSPENDING' })).rejects.toMatchObject(missing);
  });

  it('may wait under a stage of their own', async () => {
    const { put, read } = await startWithSecret();
    await put('next', { VersionStages: ['AWSPENDING'] });
    expect(await read()).toBe('one');
    expect(await read({ VersionStage: 'AWSPENDING' })).toBe('next');
  });

  it('are listed with their stages', async () => {
    const { secrets, put } = await startWithSecret();
    await put('two');
    await put('three');
    const list = async (IncludeDeprecated: boolean) => {
      const { Versions } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated }));
      return Versions?.map(({ VersionStages }) => VersionStages);
    };
    expect(await list(false)).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
    expect(await list(true)).toEqual([[], ['AWSPREVIOUS'], ['AWSCURRENT']]);
  });

  it('are made once per request token', async () => {
    const { secrets, put, read } = await startWithSecret();
    const first = await put('two', { ClientRequestToken: TOKEN });
    await put('three');
    expect((await put('two', { ClientRequestToken: TOKEN })).VersionId).toBe(first.VersionId);
    expect(await read()).toBe('three');
    const reused = { name: 'ResourceExistsException', message: expect.stringContaining(TOKEN) };
    await expect(put('other', { ClientRequestToken: TOKEN })).rejects.toMatchObject(reused);
    const update = new UpdateSecretCommand({ SecretId, SecretString: 'other', ClientRequestToken: TOKEN });
    await expect(secrets.send(update)).rejects.toMatchObject(reused);
  });

  it('may hold bytes', async () => {
    const { secrets } = await startWithSecret();
    const SecretBinary = Uint8Array.of(0, 255, 128);
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretBinary }));
    const value = await secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(value.SecretBinary).toEqual(SecretBinary);
  });
});

describe('secrets', () => {
  it('are found by name, ARN and ARN without its suffix', async () => {
    const { created, read } = await startWithSecret();
    expect(created.ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:herald\/dev\/token-\w{6}$/);
    expect(await read({ SecretId: created.ARN })).toBe('one');
    expect(await read({ SecretId: created.ARN?.slice(0, -7) })).toBe('one');
    await expect(read({ SecretId: 'herald/dev' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  it('exist once per name, except when the SDK repeats its own request', async () => {
    const { secrets } = await startAws();
    const create = (SecretString: string, ClientRequestToken?: string) =>
      secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString, ClientRequestToken }));
    const first = await create('one', TOKEN);
    expect(await create('one', TOKEN)).toMatchObject({ ARN: first.ARN, VersionId: first.VersionId });
    await expect(create('one')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await expect(create('two', TOKEN)).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('are described and updated', async () => {
    const { secrets, created, read } = await startWithSecret();
    const { VersionId } = await secrets.send(
      new UpdateSecretCommand({ SecretId, Description: 'token of X', SecretString: 'two' }),
    );
    expect(await read()).toBe('two');
    expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).toMatchObject({
      ARN: created.ARN,
      Name: SecretId,
      Description: 'token of X',
      CreatedDate: expect.any(Date),
      VersionIdsToStages: { [VersionId ?? '']: ['AWSCURRENT'], [created.VersionId ?? '']: ['AWSPREVIOUS'] },
    });
  });

  it('refuse a value of more than 64 KB', async () => {
    const { put } = await startWithSecret();
    await expect(put('x'.repeat(65_537))).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('survive a restart in a file that only their owner can read', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithSecret(directory);
    await first.put('two');
    for (const file of ['aws.sqlite', 'aws.sqlite-wal']) {
      expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    }
    await first.stop();
    const { secrets } = await startAws({ directory });
    expect((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe('two');
  });
});

describe('deletion', () => {
  const marked = { name: 'InvalidRequestException' };

  it('can be undone until the recovery window ends', async () => {
    const { secrets, read, put } = await startWithSecret();
    const { DeletionDate } = await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    expect(Math.round(((DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(7);
    await expect(read()).rejects.toMatchObject(marked);
    await expect(put('two')).rejects.toMatchObject(marked);
    const recreate = new CreateSecretCommand({ Name: SecretId, SecretString: 'x' });
    await expect(secrets.send(recreate)).rejects.toMatchObject(marked);
    expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).DeletedDate).toBeInstanceOf(Date);
    await secrets.send(new RestoreSecretCommand({ SecretId }));
    expect(await read()).toBe('one');
  });

  it('is final when the recovery window has ended, or without one', async () => {
    const { secrets, clock, read } = await startWithSecret();
    const missing = { name: 'ResourceNotFoundException' };
    await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    clock.advance(7 * 86_400_000 + 1000);
    await expect(read()).rejects.toMatchObject(missing);

    await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
    await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    await expect(read()).rejects.toMatchObject(missing);
    await expect(secrets.send(new RestoreSecretCommand({ SecretId }))).rejects.toMatchObject(missing);
    const both = { SecretId, ForceDeleteWithoutRecovery: true, RecoveryWindowInDays: 7 };
    await expect(secrets.send(new DeleteSecretCommand(both))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
