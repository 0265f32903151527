import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  type KMSClient,
  NotFoundException,
} from '@aws-sdk/client-kms';
import * as z from 'zod';
import { keyArn } from '../../aws/arns.ts';
import { physicalName } from '../physical-name.ts';
import { resourceType, tags, withoutEffect } from '../resource-type.ts';

const properties = z.strictObject({
  Description: z.string().optional(),
  EnableKeyRotation: withoutEffect('The key of a folder lives as long as the folder.'),
  PendingWindowInDays: withoutEffect('Keys are not deleted here.'),
  KeyPolicy: withoutEffect('It gives the account its key; roles say who else may use it.'),
  Tags: tags,
});

/** On AWS the name of a key is random. Here an alias of its own finds it again after a restart. */
export const kmsKey = resourceType(properties, async ({ Description }, resource, { clients: { kms } }) => {
  const alias = `alias/local/${physicalName(resource, 200)}`;
  const id = (await idOf(kms, alias)) ?? (await create(kms, alias, Description));
  return { ref: id, attributes: { Arn: keyArn(id), KeyId: id } };
});

async function idOf(client: KMSClient, KeyId: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!.KeyId!;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

async function create(client: KMSClient, AliasName: string, Description: string | undefined): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description }));
  await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata!.KeyId }));
  return KeyMetadata!.KeyId!;
}
