import { expect, it } from 'vitest';
import { redact } from '../../../shared/platforms/http/redact.ts';

const credentials = {
  username: 'editor',
  appPassword: 'abcd efgh ijkl',
  session: { accessJwt: 'aaa.bbb.ccc' },
  off: true,
  none: null,
};

it('takes credentials out of a text in every form in which they travel', () => {
  const header = Buffer.from('editor:abcd efgh ijkl').toString('base64');
  const text = `Basic ${header}, abcd efgh ijkl, abcdefghijkl, abcd%20efgh%20ijkl, aaa.bbb.ccc`;
  expect(redact(text, credentials)).toBe('Basic [hidden], [hidden], [hidden], [hidden], [hidden]');
});

it('leaves other text alone', () => {
  expect(redact('The title is too long.', credentials)).toBe('The title is too long.');
  // A session that is no longer, or not yet, among the credentials.
  const old = 'eyJhbGciOiJFUzI1NksifQ.eyJzdWIiOiJkaWQ6cGxjOjEyMyJ9.c2lnbmF0dXJl';
  expect(redact(`Could not read ${old}.`, credentials)).toBe('Could not read [hidden].');
});
