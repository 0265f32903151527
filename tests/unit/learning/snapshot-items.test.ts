import { afterEach, describe, expect, it, vi } from 'vitest';
import { recordSnapshot } from '../../../shared/learning/snapshot-items.ts';
import { metrics } from '../../../shared/platforms/contract/metrics.ts';

const DAY_SECONDS = 86_400;

describe('the figures of a post', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('are kept for two years, and the newest for ever', () => {
    vi.stubEnv('TABLE_NAME', 'table');
    const recordedAt = '2027-03-10T09:00:00.000Z';
    const rates = { engagementRate: null, clickThroughRate: null };
    const figures = { ...metrics({ impressions: 5 }), recordedAt, hoursSincePublish: 3, ...rates };
    const items = recordSnapshot({ tenantId: 't', id: 'd' }, undefined, figures).map(({ action }) => action.Put!.Item!);
    const [snapshot, summary] = items;
    const keptDays = (Number(snapshot!.expiresAt) - Date.parse(recordedAt) / 1000) / DAY_SECONDS;
    expect(keptDays).toBe(2 * 365);
    expect(summary).not.toHaveProperty('expiresAt');
  });
});
