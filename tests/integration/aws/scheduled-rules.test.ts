import { ListRulesCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { type Bench, eventually, FUNCTION_ARN, startAws, temporaryDirectory } from './support/local-aws.ts';
import { allowRuleToInvoke } from './support/rules.ts';

describe('scheduled rules', () => {
  const everyTwoMinutes = new PutRuleCommand({ Name: 'sweep', ScheduleExpression: 'rate(2 minutes)' });

  async function putSweep(bench: Bench) {
    const { events } = bench;
    allowRuleToInvoke(bench, 'arn:aws:events:*:*:rule/sweep');
    await events.send(everyTwoMinutes);
    await events.send(new PutTargetsCommand({ Rule: 'sweep', Targets: [{ Id: '1', Arn: FUNCTION_ARN }] }));
  }

  it('fire at their rate, counted from their creation, and once after a long pause', async () => {
    const bench = await startAws();
    await putSweep(bench);
    bench.clock.advance(60_000);
    await bench.events.send(new ListRulesCommand({}));
    expect(bench.invocations).toEqual([]);
    bench.clock.advance(60_000);
    await eventually(() => expect(bench.invocations).toHaveLength(1));
    expect(bench.invocations[0]?.payload).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/sweep'],
    });
    bench.clock.advance(7 * 86_400_000);
    await eventually(() => expect(bench.invocations).toHaveLength(2));
  });

  it('keep their phase when the same rule is put again after a restart', async () => {
    const directory = await temporaryDirectory();
    const first = await startAws({ directory });
    await putSweep(first);
    first.clock.advance(90_000);
    await first.stop();

    const second = await startAws({ directory, clock: first.clock });
    await putSweep(second);
    second.clock.advance(31_000);
    await eventually(() => expect(second.invocations).toHaveLength(1));
  });
});
