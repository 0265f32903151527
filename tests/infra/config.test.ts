import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../infra/config.ts';
import packageJson from '../../package.json' with { type: 'json' };

describe('configuration of a stage', () => {
  it('keeps data in prod and lets it go in dev', () => {
    expect(readConfig({ stage: 'prod' }).keepData).toBe(true);
    expect(readConfig({ stage: 'dev' }).keepData).toBe(false);
  });

  it("takes Herald's version from package.json", () => {
    expect(readConfig({ stage: 'dev' }).version).toBe(packageJson.version);
  });

  it.each([undefined, 'staging', ''])(
    'answers an unknown stage (%j) with one sentence that names the stages',
    (stage) => {
      const read = () => readConfig({ stage });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(/^Unknown stage .*: give one of dev, prod, for example "-c stage=dev"\.$/);
    },
  );

  it('refuses an alarm topic that is not the ARN of an SNS topic', () => {
    expect(() => readConfig({ stage: 'dev', alarmTopicArn: 'ops@example.com' })).toThrow(
      /alarmTopicArn is "ops@example.com"/,
    );
    const alarmTopicArn = 'arn:aws:sns:eu-west-1:123456789012:operations';
    expect(readConfig({ stage: 'dev', alarmTopicArn }).alarmTopicArn).toBe(alarmTopicArn);
  });
});
