import { AwsError } from '../aws-error.ts';

/** A policy forbids the delivery, so another attempt fails as well until the policy is changed. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

/** Code and text of a failed delivery, as dead-letter queues show them. */
export function describeFailure(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DeliveryRefused) return { code: 'AccessDeniedException', message };
  return { code: error instanceof AwsError ? error.code : 'InternalFailure', message };
}
