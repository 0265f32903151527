import * as z from 'zod';
import type { PolicyDocument } from '../../aws/open-aws.ts';

/** Taken as it is: the evaluation says itself which operators and keys it can't judge. */
export const policyDocument = z.custom<PolicyDocument>(
  (value) => typeof value === 'object' && value !== null && 'Statement' in value,
  'it is no policy document',
);
