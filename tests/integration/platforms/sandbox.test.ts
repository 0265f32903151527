import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import { sandbox, sandboxBlind, sandboxContainer } from '../../../shared/platforms/sandbox/adapter.ts';
import { standIns } from '../../doubles/stand-ins.ts';
import { describeContract } from './contract.ts';

describeSandbox(sandbox, standIns.sandbox);
describeSandbox(sandboxContainer, standIns['sandbox-container']);
describeSandbox(sandboxBlind, standIns['sandbox-blind']);

function describeSandbox(adapter: PlatformAdapter, start: (typeof standIns)['sandbox']): void {
  describeContract({
    adapter,
    start,
    content: {
      title: 'A title',
      body: 'Hello, sandbox.',
      linkUrl: 'https://example.com/page',
      platformSpecific: { behaviour: { kind: 'slow', seconds: 0 } },
    },
    invalid: {
      content: {
        title: 't'.repeat(201),
        body: 'x'.repeat(501),
        mediaUrls: Array.from({ length: 5 }, (_, index) => `https://example.com/${index}.png`),
      },
      problems: [
        { field: '/title', code: 'title_too_long', limit: 200, actual: 201 },
        { field: '/body', code: 'text_too_long', limit: 500, actual: 501 },
        { field: '/mediaUrls', code: 'too_many_media', limit: 4, actual: 5 },
      ],
    },
    metrics: { impressions: 1000, reach: 800, engagements: 60, clicks: 20, shares: 5, comments: 10, likes: 25 },
    fetchesMedia: false,
  });
}
