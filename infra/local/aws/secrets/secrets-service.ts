import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { secretArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../state-file.ts';
import {
  CreateSecretInput,
  DeleteSecretInput,
  GetSecretValueInput,
  ListSecretVersionIdsInput,
  PutSecretValueInput,
  SecretIdInput,
  type SecretValue,
  UpdateSecretInput,
} from './secret-input.ts';
import { type Secret, SecretStore, type SecretVersion } from './secret-store.ts';
import { addVersion, findVersion } from './secret-versions.ts';

const DAY = 86_400_000;
const DEFAULT_RECOVERY_DAYS = 30;

/** Secrets Manager's API, without rotation and replication. */
export function createSecretsService(database: DatabaseSync): JsonService {
  const store = new SecretStore(database);

  const operations: Record<string, (input: Members) => Members> = {
    CreateSecret(members) {
      const input = parseInput(CreateSecretInput, members, 'InvalidParameterException');
      const existing = store.find(input.Name);
      if (existing) return repeatedCreation(store, existing, input);

      const now = Date.now();
      const secret = {
        arn: secretArn(input.Name, randomSuffix()),
        name: input.Name,
        description: input.Description ?? null,
        kmsKeyId: input.KmsKeyId ?? null,
        createdAt: now,
        changedAt: now,
        deletedAt: null,
        purgeAt: null,
      };
      store.put(secret);
      return hasValue(input) ? versionAnswer(secret, addVersion(store, secret, input)) : answer(secret);
    },
    GetSecretValue(members) {
      const { SecretId, VersionId, VersionStage } = parseInput(
        GetSecretValueInput,
        members,
        'InvalidParameterException',
      );
      const secret = requireUsable(store, SecretId);
      const version = findVersion(store.versions(secret.arn), VersionId, VersionStage);
      return {
        ...versionAnswer(secret, version),
        CreatedDate: version.createdAt / 1000,
        ...(version.secretString !== null && { SecretString: version.secretString }),
        ...(version.secretBinary !== null && { SecretBinary: version.secretBinary }),
      };
    },
    PutSecretValue(members) {
      const input = parseInput(PutSecretValueInput, members, 'InvalidParameterException');
      const secret = requireUsable(store, input.SecretId);
      store.put({ ...secret, changedAt: Date.now() });
      return versionAnswer(secret, addVersion(store, secret, input, input.VersionStages));
    },
    UpdateSecret(members) {
      const input = parseInput(UpdateSecretInput, members, 'InvalidParameterException');
      const secret = requireUsable(store, input.SecretId);
      const { Description = secret.description, KmsKeyId = secret.kmsKeyId } = input;
      store.put({ ...secret, description: Description, kmsKeyId: KmsKeyId, changedAt: Date.now() });
      if (!hasValue(input)) return answer(secret);
      return { ...answer(secret), VersionId: addVersion(store, secret, input).versionId };
    },
    DeleteSecret: (members) => deleteSecret(store, members),
    RestoreSecret(members) {
      const secret = requireSecret(store, parseInput(SecretIdInput, members, 'InvalidParameterException').SecretId);
      store.put({ ...secret, deletedAt: null, purgeAt: null });
      return answer(secret);
    },
    DescribeSecret(members) {
      const secret = requireSecret(store, parseInput(SecretIdInput, members, 'InvalidParameterException').SecretId);
      const staged = store.versions(secret.arn).filter(({ stages }) => stages.length > 0);
      return {
        ...answer(secret),
        ...(secret.description !== null && { Description: secret.description }),
        ...(secret.kmsKeyId !== null && { KmsKeyId: secret.kmsKeyId }),
        ...(secret.deletedAt !== null && { DeletedDate: secret.deletedAt / 1000 }),
        CreatedDate: secret.createdAt / 1000,
        LastChangedDate: secret.changedAt / 1000,
        VersionIdsToStages: Object.fromEntries(staged.map(({ versionId, stages }) => [versionId, stages])),
      };
    },
    ListSecretVersionIds(members) {
      const input = parseInput(ListSecretVersionIdsInput, members, 'InvalidParameterException');
      const secret = requireSecret(store, input.SecretId);
      const listed = store.versions(secret.arn).filter(({ stages }) => input.IncludeDeprecated || stages.length > 0);
      const versions = listed.map(({ versionId, stages, createdAt }) => ({
        VersionId: versionId,
        VersionStages: stages,
        CreatedDate: createdAt / 1000,
      }));
      return { ...answer(secret), Versions: versions };
    },
  };

  return {
    permissions(operation, input) {
      const id = String(input.SecretId ?? input.Name ?? '');
      // A secret that isn't there has no suffix yet; policies name it with any six characters.
      const resource = store.find(id)?.arn ?? (id.startsWith('arn:') ? id : secretArn(id, '??????'));
      return [{ action: `secretsmanager:${operation}`, resource }];
    },
    call(operation, input) {
      const run = operations[operation];
      if (!run) throw unknownOperation('secretsmanager', operation);
      return inTransaction(database, () => run(input));
    },
  };
}

function deleteSecret(store: SecretStore, members: Members): Members {
  const input = parseInput(DeleteSecretInput, members, 'InvalidParameterException');
  if (input.ForceDeleteWithoutRecovery && input.RecoveryWindowInDays !== undefined) {
    const text = "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.";
    throw new AwsError('InvalidParameterException', text);
  }
  const now = Date.now();
  if (input.ForceDeleteWithoutRecovery) {
    const secret = requireSecret(store, input.SecretId);
    store.delete(secret.arn);
    return { ...answer(secret), DeletionDate: now / 1000 };
  }
  const secret = requireUsable(store, input.SecretId);
  const purgeAt = now + (input.RecoveryWindowInDays ?? DEFAULT_RECOVERY_DAYS) * DAY;
  store.put({ ...secret, deletedAt: now, purgeAt });
  return { ...answer(secret), DeletionDate: purgeAt / 1000 };
}

/** The SDK sends the same token again when it retries a creation. */
function repeatedCreation(store: SecretStore, secret: Secret, input: SecretValue): Members {
  if (secret.deletedAt !== null) {
    const text = "You can't create this secret because a secret with this name is already scheduled for deletion.";
    throw new AwsError('InvalidRequestException', text);
  }
  const known = store.versions(secret.arn).some(({ versionId }) => versionId === input.ClientRequestToken);
  if (known) return versionAnswer(secret, addVersion(store, secret, input));
  const text = `The operation failed because the secret ${secret.name} already exists.`;
  throw new AwsError('ResourceExistsException', text);
}

function requireSecret(store: SecretStore, id: string): Secret {
  const secret = store.find(id);
  if (secret) return secret;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

function requireUsable(store: SecretStore, id: string): Secret {
  const secret = requireSecret(store, id);
  if (secret.deletedAt === null) return secret;
  const text = "You can't perform this operation on the secret because it was marked for deletion.";
  throw new AwsError('InvalidRequestException', text);
}

const hasValue = ({ SecretString, SecretBinary }: SecretValue) =>
  SecretString !== undefined || SecretBinary !== undefined;

const answer = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

const versionAnswer = (secret: Secret, { versionId, stages }: SecretVersion) => ({
  ...answer(secret),
  VersionId: versionId,
  VersionStages: stages,
});

const SUFFIX_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const randomSuffix = () =>
  Array.from({ length: 6 }, () => SUFFIX_CHARACTERS[randomInt(SUFFIX_CHARACTERS.length)]).join('');
