import { bluesky } from '../../../shared/platforms/bluesky/adapter.ts';
import { standIns } from '../../doubles/stand-ins.ts';
import { describeContract } from './contract.ts';

describeContract({
  adapter: bluesky,
  start: standIns.bluesky,
  content: {
    title: 'A page',
    body: 'Grüße 👩‍👩‍👧 to #everyone at https://example.org/a',
    linkUrl: 'https://example.com/page',
    platformSpecific: {
      langs: ['en', 'de'],
      labels: ['nudity'],
      linkCard: { title: 'The page', description: 'About it' },
    },
  },
  invalid: {
    content: {
      body: '👩‍👩‍👧‍👦'.repeat(301),
      mediaUrls: Array.from({ length: 5 }, (_, index) => `https://example.com/${index}.png`),
      platformSpecific: { langs: ['not a language'] },
    },
    problems: [
      { field: '/body', code: 'text_too_long', limit: 300 },
      { field: '/body', code: 'text_too_many_bytes', limit: 3000 },
      { field: '/mediaUrls', code: 'too_many_media', limit: 4, actual: 5 },
      { field: '/platformSpecific/langs/0', code: 'invalid_format' },
    ],
  },
  metrics: { likes: 9, comments: 3, shares: 3, saves: 4, engagements: 19 },
});
