import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';
import { lean } from '../kernel/lean-client.ts';

const client = lean(new KMSClient(clientSettings));

/** A key for one thing, in clear and as KMS has sealed it. */
export interface DataKey {
  /** 32 bytes, for AES-256. */
  plain: Uint8Array;
  /** Base64. */
  sealed: string;
}

export async function newDataKey(context: Record<string, string>): Promise<DataKey> {
  const answer = await client.send(
    new GenerateDataKeyCommand({
      KeyId: environment('CREDENTIALS_KEY_ARN'),
      KeySpec: 'AES_256',
      EncryptionContext: context,
    }),
  );
  return { plain: answer.Plaintext!, sealed: Buffer.from(answer.CiphertextBlob!).toString('base64') };
}

export async function openDataKey(sealed: string, context: Record<string, string>): Promise<Uint8Array> {
  const answer = await client.send(
    new DecryptCommand({
      KeyId: environment('CREDENTIALS_KEY_ARN'),
      CiphertextBlob: Buffer.from(sealed, 'base64'),
      EncryptionContext: context,
    }),
  );
  return answer.Plaintext!;
}
