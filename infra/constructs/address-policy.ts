import { CfnParameter, type Stack } from 'aws-cdk-lib';

/**
 * Whether functions that call platforms may reach loopback addresses and plain `http:`. Off on AWS. The local cloud gives
 * the same template the value 'true', because its platforms run on the same machine.
 * @returns the environment of such a function
 */
export function addressPolicy(stack: Stack): { ALLOW_LOOPBACK_ADDRESSES: string } {
  const parameter = new CfnParameter(stack, 'AllowLoopbackAddresses', {
    type: 'String',
    default: 'false',
    allowedValues: ['false', 'true'],
    description: 'Lets platforms have loopback addresses and plain http. For machines that run Herald locally only.',
  });
  return { ALLOW_LOOPBACK_ADDRESSES: parameter.valueAsString };
}
