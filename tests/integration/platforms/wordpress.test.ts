import { wordpress } from '../../../shared/platforms/wordpress/adapter.ts';
import { standIns } from '../../doubles/stand-ins.ts';
import { describeContract } from './contract.ts';

const paragraph = 'A paragraph of an article that is long enough to be one, about nothing in particular.';

describeContract({
  adapter: wordpress,
  start: standIns.wordpress,
  content: {
    title: 'Tea & biscuits',
    body: `${paragraph}\n\n${paragraph}`,
    linkUrl: 'https://example.com/page?a=1&b=2',
    platformSpecific: {
      categoryIds: [3],
      tagIds: [4, 5],
      excerpt: 'Short.',
      sticky: true,
      commentStatus: 'open',
      format: 'link',
    },
  },
  invalid: {
    content: {
      body: 'Too short.',
      mediaUrls: Array.from({ length: 21 }, (_, index) => `https://example.com/${index}.png`),
      platformSpecific: { slug: 'Not A Slug' },
    },
    problems: [
      { field: '/title', code: 'title_required', limit: 1, actual: 0 },
      { field: '/body', code: 'text_too_short', limit: 100, actual: 10 },
      { field: '/mediaUrls', code: 'too_many_media', limit: 20, actual: 21 },
      { field: '/platformSpecific/slug', code: 'invalid_format' },
    ],
  },
  metrics: { comments: 0 },
  countsFollowers: false,
});
