import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../infra/config.ts';
import packageJson from '../../package.json' with { type: 'json' };

describe('configuration of a stage', () => {
  it('keeps data in prod and lets it go in dev', () => {
    expect(readConfig({ stage: 'prod' }).keepData).toBe(true);
    expect(readConfig({ stage: 'dev' }).keepData).toBe(false);
  });

  it("takes Herald's version from package.json, and the commit from git where there is one", () => {
    expect(readConfig({ stage: 'dev' }).version).toMatch(/^\d+\.\d+\.\d+(\+[0-9a-f]{7,}(\.changed)?)?$/);
    expect(readConfig({ stage: 'dev' }).version).toContain(packageJson.version);
    expect(readConfig({ stage: 'dev' }, 'abc1234').version).toBe(`${packageJson.version}+abc1234`);
    expect(readConfig({ stage: 'dev' }, '').version).toBe(packageJson.version);
  });

  it('seals credentials in the table unless told otherwise, and names the stores where it is told nonsense', () => {
    expect(readConfig({ stage: 'dev' }).credentialStore).toBe('kms');
    const read = (credentialStore: unknown) => readConfig({ stage: 'dev', credentialStore }).credentialStore;
    expect(read('secrets-manager')).toBe('secrets-manager');
    expect(() => read('vault')).toThrow('"vault": give one of kms, secrets-manager.');
  });

  it.each([undefined, 'staging', ''])(
    'answers an unknown stage (%j) with one sentence that names the stages',
    (stage) => {
      const read = () => readConfig({ stage });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(/^Unknown stage .*: give one of dev, prod, for example "-c stage=dev"\.$/);
    },
  );
});
