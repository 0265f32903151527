import { createHash } from 'node:crypto';
import type { ResolvedResource } from '../template/deploy.ts';

/**
 * The name of a resource that the template gives none: always the same one, so that a restart finds what is there.
 * CloudFormation would add random letters.
 */
export function physicalName({ stack, logicalId }: ResolvedResource, maxLength: number): string {
  const full = `${stack.name}-${logicalId}`;
  if (full.length <= maxLength) return full;
  const digest = createHash('sha256').update(full).digest('hex').slice(0, 8);
  return `${full.slice(0, maxLength - 9)}-${digest}`;
}

/** The name that the developer gave the construct: the logical id without the hash that CDK adds. */
export const constructName = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');
