import { x } from '../../../shared/platforms/x/adapter.ts';
import { standIns } from '../../doubles/stand-ins.ts';
import { describeContract } from './contract.ts';

describeContract({
  adapter: x,
  start: standIns.x,
  content: {
    body: 'Fish & chips <now>, see example.com',
    linkUrl: 'https://example.com/page?a=1&b=2',
    platformSpecific: { replySettings: 'following', madeWithAi: false, paidPartnership: true },
  },
  invalid: {
    content: {
      body: `${'界'.repeat(141)} $AAA $BBB`,
      mediaUrls: Array.from({ length: 5 }, (_, index) => `https://example.com/${index}.png`),
      platformSpecific: { altTexts: ['a'.repeat(1001)] },
    },
    problems: [
      { field: '/body', code: 'text_too_long', limit: 280, actual: 292 },
      { field: '/mediaUrls', code: 'too_many_media', limit: 4, actual: 5 },
      { field: '/platformSpecific/altTexts/0', code: 'too_big', limit: 1000, actual: 1001 },
      { field: '/body', code: 'too_many_cashtags', limit: 1, actual: 2 },
    ],
  },
  metrics: { impressions: 100, engagements: 17, clicks: 6, shares: 4, comments: 4, likes: 5, saves: 2 },
});
