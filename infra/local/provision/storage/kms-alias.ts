import { AlreadyExistsException, CreateAliasCommand } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { resourceType } from '../resource-type.ts';

const properties = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });

export const kmsAlias = resourceType(
  properties,
  async ({ AliasName, TargetKeyId }, _resource, { clients: { kms } }) => {
    try {
      await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    } catch (error) {
      if (!(error instanceof AlreadyExistsException)) throw error;
    }
    return { ref: AliasName };
  },
);
