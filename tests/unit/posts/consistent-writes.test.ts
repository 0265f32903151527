import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { insertDistribution } from '../../../shared/posts/model/distribution-items.ts';
import { sameStatus } from '../../../shared/posts/model/transitions.ts';
import { aDistribution } from '../../support/factories.ts';

describe('a state', () => {
  beforeAll(() => void vi.stubEnv('TABLE_NAME', 'table'));
  afterAll(() => void vi.unstubAllEnvs());

  it('that lacks what its status needs is neither stored first nor written by a change', () => {
    const draft = aDistribution({ status: 'draft' });
    expect(() => insertDistribution(draft)).not.toThrow();
    expect(() => insertDistribution({ ...draft, status: 'scheduled', dueAt: undefined })).toThrow(/dueAt is missing/);
    expect(() => sameStatus(draft, { title: 'Another.' })).not.toThrow();
    expect(() => sameStatus({ ...draft, status: 'failed' }, {})).toThrow(/error is missing/);
  });
});
