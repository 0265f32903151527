/**
 * A local AWS in a process of its own, for tests that kill it. Takes the directory and whether functions accept
 * (`accept`) or never answer (`hang`). Tells its parent its endpoint and credentials, then each invocation.
 */
import { openAws } from '../../../../infra/local/aws/open-aws.ts';
import { LocalClock } from '../../../../infra/local/clock/local-clock.ts';

const [directory, functions] = process.argv.slice(2);

const { endpoint, adminCredentials, registerRole } = await openAws({
  directory,
  clock: new LocalClock(),
  dynamoDb: { call: async () => ({}), supports: () => true, partitionKeyOf: () => undefined },
  jitterSeconds: 0,
  seed: 1,
  async invokeFunction(functionArn) {
    process.send?.({ invoked: functionArn });
    if (functions === 'hang') await new Promise(() => {});
  },
  log: () => {},
});
registerRole({
  roleArn: 'arn:aws:iam::000000000000:role/scheduler',
  trustedServices: ['scheduler.amazonaws.com'],
  policies: [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
});
process.send?.({ endpoint, adminCredentials });
