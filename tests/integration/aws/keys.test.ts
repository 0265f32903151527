import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  GenerateDataKeyCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { startAws, temporaryDirectory } from './support/local-aws.ts';

const context = { tenantId: 'one', accountId: 'two' };

async function startWithKey(directory?: string) {
  const bench = await startAws({ directory });
  const { KeyMetadata } = await bench.kms.send(new CreateKeyCommand({}));
  const { KeyId, Arn } = KeyMetadata!;
  const generate = () =>
    bench.kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: context }));
  return { ...bench, KeyId: KeyId!, keyArn: Arn!, generate };
}

describe('data keys of KMS', () => {
  it('open for who names the same context, in whatever order', async () => {
    const { kms, generate } = await startWithKey();
    const { Plaintext, CiphertextBlob } = await generate();
    expect(Plaintext).toHaveLength(32);
    const EncryptionContext = { accountId: 'two', tenantId: 'one' };
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(Plaintext);
    for (const other of [{}, { ...context, tenantId: 'three' }, { ...context, more: 'x' }]) {
      const decrypt = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: other }));
      await expect(decrypt).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    }
  });

  it('do not open under another key, nor once they were changed', async () => {
    const { kms, generate, KeyId } = await startWithKey();
    const other = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId;
    const { CiphertextBlob } = await generate();
    const decrypt = (blob: Uint8Array, key?: string) =>
      kms.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: context, KeyId: key }));
    await expect(decrypt(CiphertextBlob!, other)).rejects.toMatchObject({ name: 'IncorrectKeyException' });
    const changed = Uint8Array.from(CiphertextBlob!);
    changed[changed.length - 1]! ^= 1;
    await expect(decrypt(changed, KeyId)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    await expect(decrypt(Buffer.from('rubbish'))).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('open after a restart on the same folder, where an alias finds the key', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithKey(directory);
    const AliasName = 'alias/herald-dev-credentials';
    await first.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.KeyId }));
    const { CiphertextBlob, Plaintext } = await first.generate();
    await first.stop();
    const { kms } = await startAws({ directory });
    const found = await kms.send(new DescribeKeyCommand({ KeyId: AliasName }));
    expect(found.KeyMetadata!.Arn).toBe(first.keyArn);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
    expect(opened.Plaintext).toEqual(Plaintext);
  });

  it('are given and opened to roles that may, by the key that the ciphertext names', async () => {
    const { as, generate, keyArn, KeyId, kms } = await startWithKey();
    const { CiphertextBlob } = await generate();
    const decrypt = () => new DecryptCommand({ CiphertextBlob, EncryptionContext: context });
    const may = as([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn }]).kms;
    await expect(may.send(decrypt())).resolves.toMatchObject({ KeyId: keyArn });
    const wants = new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' });
    await expect(may.send(wants)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { Arn } = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!;
    const mayNot = as([{ Effect: 'Allow', Action: 'kms:*', Resource: Arn }]).kms;
    await expect(mayNot.send(decrypt())).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
