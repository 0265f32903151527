import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { SecretValue } from './secret-input.ts';
import type { Secret, SecretStore, SecretVersion } from './secret-store.ts';

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

/**
 * Adds a version and moves the stages to it. The version that was current becomes the previous one.
 *
 * The request token is the version's id: the same token with the same value changes nothing.
 *
 * @throws AwsError ResourceExistsException for the same token with another value
 */
export function addVersion(
  store: SecretStore,
  secret: Secret,
  value: SecretValue,
  stages: string[] = [CURRENT],
): SecretVersion {
  if ((value.SecretString === undefined) === (value.SecretBinary === undefined)) {
    throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
  }
  const versions = store.versions(secret.arn);
  const versionId = value.ClientRequestToken ?? randomUUID();
  const existing = versions.find((version) => version.versionId === versionId);
  if (existing) {
    requireSameValue(existing, value, secret);
    return existing;
  }

  for (const version of versions) moveStagesAway(store, secret, version, stages);
  const version = {
    versionId,
    secretString: value.SecretString ?? null,
    secretBinary: value.SecretBinary ?? null,
    createdAt: Date.now(),
    stages,
  };
  store.addVersion(secret.arn, version);
  return version;
}

/** @throws AwsError ResourceNotFoundException when there is no such version, or it doesn't have the stage */
export function findVersion(versions: SecretVersion[], versionId?: string, stage?: string): SecretVersion {
  const wantedStage = stage ?? (versionId === undefined ? CURRENT : undefined);
  const found = versions.find(
    (version) =>
      (versionId === undefined || version.versionId === versionId) &&
      (wantedStage === undefined || version.stages.includes(wantedStage)),
  );
  if (found) return found;
  const wanted = versionId === undefined ? `staging label: ${wantedStage}` : `VersionId: ${versionId}`;
  throw new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${wanted}`,
  );
}

function moveStagesAway(store: SecretStore, secret: Secret, version: SecretVersion, taken: string[]): void {
  const wasCurrent = version.stages.includes(CURRENT) && taken.includes(CURRENT);
  // Only one version is the previous one: a new current version takes that name from the version before the last.
  const lost = taken.includes(CURRENT) ? [...taken, PREVIOUS] : taken;
  const left = version.stages.filter((stage) => !lost.includes(stage));
  const stages = wasCurrent ? [...left, PREVIOUS] : left;
  if (stages.join() !== version.stages.join()) store.setStages(secret.arn, version.versionId, stages);
}

function requireSameValue(version: SecretVersion, value: SecretValue, { arn }: Secret): void {
  const same =
    version.secretString === (value.SecretString ?? null) && version.secretBinary === (value.SecretBinary ?? null);
  if (same) return;
  throw new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${version.versionId} because that value is already in use for a version of secret ${arn}.`,
  );
}
