import { expect, it } from 'vitest';
import { adapters } from '../../../shared/platforms/registry.ts';

const did = 'did:plc:abcdefghijklmnopqrstuvwx';
const uuid = '01939f6e-aaaa-7000-8000-000000000abc';

it.each([
  ['x', 'https://x.com/example/status/1234567890123456789', '1234567890123456789'],
  ['x', 'https://twitter.com/somebody/status/123?s=20', '123'],
  ['x', 'https://mobile.twitter.com/i/web/status/123/photo/1', '123'],
  ['x', 'https://x.com/i/status/123', '123'],
  ['x', 'https://x.com/example', undefined],
  ['x', 'https://x.com.example.com/a/status/123', undefined],
  ['bluesky', `https://bsky.app/profile/${did}/post/3l4abcdefgh2x`, `at://${did}/app.bsky.feed.post/3l4abcdefgh2x`],
  ['bluesky', 'https://bsky.app/profile/did%3Aplc%3Aabc/post/3l4', 'at://did:plc:abc/app.bsky.feed.post/3l4'],
  ['bluesky', 'https://bsky.app/profile/did:web:a.example/post/3l4', 'at://did:web:a.example/app.bsky.feed.post/3l4'],
  ['bluesky', 'https://bsky.app/profile/somebody.example/post/3l4abcdefgh2x', undefined],
  ['bluesky', `https://example.com/profile/${did}/post/3l4abcdefgh2x`, undefined],
  ['wordpress', 'https://blog.example/?p=123', '123'],
  ['wordpress', 'https://example.com/blog/wp-admin/post.php?post=123&action=edit', '123'],
  ['wordpress', 'https://blog.example/2026/11/a-title/', undefined],
  ['wordpress', 'https://blog.example/?p=abc', undefined],
  ['sandbox', `http://127.0.0.1:4400/sandbox/v1/posts/${uuid}`, uuid],
  ['sandbox-container', `https://a.example/sandbox/v1/posts/${uuid}?a=b`, uuid],
  ['sandbox-blind', `https://a.example/sandbox/v1/posts`, undefined],
  ['x', 'no address', undefined],
  ['bluesky', 'no address', undefined],
  ['wordpress', 'no address', undefined],
] as const)('%s reads the id in %s: %s', (kind, url, id) => {
  expect(adapters[kind].externalIdOf?.(url)).toBe(id);
});

it('is read by every platform', () => {
  for (const adapter of Object.values(adapters)) expect(adapter.externalIdOf).toBeTypeOf('function');
});
