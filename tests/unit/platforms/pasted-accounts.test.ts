import { expect, it } from 'vitest';
import { newFeedSchema } from '../../../shared/feeds/feed.ts';
import { adapters } from '../../../shared/platforms/registry.ts';

const { wordpress, bluesky, x, sandbox } = adapters;

it.each([
  ['https://example.org/blog/?rest_route=/', 'https://example.org/blog'],
  ['https://example.org/wp-admin/', 'https://example.org'],
  ['https://example.org/blog/wp-admin/post.php?post=3&action=edit', 'https://example.org/blog'],
  ['https://example.org/wp-login.php?redirect_to=%2F', 'https://example.org'],
  ['https://example.org/wp-json/wp/v2/', 'https://example.org'],
  [' https://example.org/blog/\n', 'https://example.org/blog'],
  ['https://example.org/wp-admin-guide/', 'https://example.org/wp-admin-guide'],
  ['http://127.0.0.1:8080/#top', 'http://127.0.0.1:8080'],
])('a WordPress site is known by whichever of its addresses was copied: %s', (apiUrl, expected) => {
  expect(wordpress.schemas.publishConfig.parse({ apiUrl })).toEqual({ apiUrl: expected });
});

it('a Bluesky handle may have its "@", and keys may have blanks and line ends around them', () => {
  const given = { identifier: ' @name.bsky.social\n', appPassword: '\tabcd-efgh-ijkl-mnop ' };
  expect(bluesky.schemas.credentials.parse(given)).toEqual({
    identifier: 'name.bsky.social',
    appPassword: 'abcd-efgh-ijkl-mnop',
  });
  const keys = { apiKey: ' a\n', apiSecret: 'b ', accessToken: '\r\nc', accessSecret: 'd' };
  expect(x.schemas.credentials.parse(keys)).toEqual({
    apiKey: 'a',
    apiSecret: 'b',
    accessToken: 'c',
    accessSecret: 'd',
  });
  const user = { username: ' editor ', appPassword: 'abcd efgh ijkl\n' };
  expect(wordpress.schemas.credentials.parse(user)).toEqual({ username: 'editor', appPassword: 'abcd efgh ijkl' });
  expect(sandbox.schemas.credentials.parse({ apiKey: ' key\n' })).toEqual({ apiKey: 'key' });
  expect(sandbox.schemas.credentials.safeParse({ apiKey: ' \n' }).success).toBe(false);
});

it('a key with a line break or a sign that no header takes is refused, and the refusal does not repeat it', () => {
  const broken = 'first\nsecond';
  const tokens = { apiKey: 'a', apiSecret: 'b', accessToken: 'schlüssel', accessSecret: 'd' };
  const parsed = [
    sandbox.schemas.credentials.safeParse({ apiKey: broken }),
    sandbox.schemas.credentials.safeParse({ apiKey: 'two words' }),
    x.schemas.credentials.safeParse(tokens),
    wordpress.schemas.credentials.safeParse({ username: broken, appPassword: 'abcd' }),
    bluesky.schemas.credentials.safeParse({ identifier: 'name.bsky.social', appPassword: broken }),
  ];
  for (const { success, error } of parsed) {
    expect(success).toBe(false);
    expect(error?.message).toContain('copy it again');
    expect(error?.message).not.toMatch(/first|second|two words|schlüssel/);
  }
  const lines = wordpress.schemas.credentials.parse({ username: 'editor', appPassword: 'abcd efgh\r\nijkl' });
  expect(lines).toEqual({ username: 'editor', appPassword: 'abcd efgh ijkl' });
  const umlauts = { username: 'Jürgen', appPassword: 'abcd efgh' };
  expect(wordpress.schemas.credentials.parse(umlauts)).toEqual(umlauts);
});

it('no address that is stored and shown has a password in it', () => {
  const url = 'https://user:hunter2@example.org/feed';
  const platformIds = ['01935b6c-0000-7000-8000-000000000000'];
  const parsed = [
    wordpress.schemas.publishConfig.safeParse({ apiUrl: url }),
    x.schemas.publishConfig.safeParse({ apiUrl: url }),
    sandbox.schemas.publishConfig.safeParse({ apiUrl: url }),
    bluesky.schemas.publishConfig.safeParse({ service: url }),
    newFeedSchema.safeParse({ url, platformIds }),
  ];
  for (const { success, error } of parsed) {
    expect(success).toBe(false);
    expect(error?.message).toContain('a password');
    expect(error?.message).not.toContain('hunter2');
  }
});
