import { AwsError } from '../aws-error.ts';

/** Nobody may deliver this: trying again can't help until somebody changes a policy. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

/** Code and text of a failed delivery, as dead-letter queues show them. */
export function describeFailure(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DeliveryRefused) return { code: 'AccessDeniedException', message };
  return { code: error instanceof AwsError ? error.code : 'InternalFailure', message };
}
