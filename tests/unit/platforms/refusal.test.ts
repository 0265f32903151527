import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageText } from '../../../shared/platforms/http/page-text.ts';
import { MAX_READ, quote, withoutSecrets } from '../../../shared/platforms/http/redact.ts';
import { refusal } from '../../../shared/platforms/http/refusal.ts';

const credentials = {
  username: 'editor-name',
  appPassword: 'abcd efgh ijkl mnop',
  session: { accessJwt: 'token-of-a-session' },
};
const judged = { failure: { class: 'CONTENT_REJECTED' }, remedy: 'Change it.' } as const;
const say = (said: string, code?: string) =>
  refusal(judged, { platform: 'The site', status: 400, said, code, credentials });

it('no secret is in the message or the code of a refusal, wherever the platform echoes it and however long it is', () => {
  const secrets = ['abcd efgh ijkl mnop', 'abcdefghijklmnop', 'token-of-a-session'];
  const filler = fc.integer({ min: 0, max: MAX_READ + 100 }).map((length) => '-'.repeat(length));
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...secrets), filler), { maxLength: 600 }), (parts) => {
      const said = parts.join('');
      const { message, platformCode = '' } = say(said, said);
      for (const text of [message, platformCode]) {
        for (const secret of secrets) expect(text).not.toContain(secret.slice(0, 8));
      }
      expect(message.length).toBeLessThanOrEqual(300);
      expect(platformCode.length).toBeLessThanOrEqual(100);
    }),
  );
});

it('a text that is cut inside a secret does not show its beginning', () => {
  const secret = 'q'.repeat(40) + 'z'.repeat(40);
  const said = 'q'.repeat(40) + 'z'.repeat(40);
  const repeated = said.repeat(Math.ceil(MAX_READ / said.length) + 1);
  // The repetitions shrink to a mark each, so that what was cut would come to the front.
  expect(quote(repeated, { secret }, MAX_READ)).not.toMatch(/q{6}/);
});

it('half a megabyte of brackets costs no more than a page', () => {
  const before = process.cpuUsage();
  for (const page of ['</', '<', '<style>', '<script', '<a b="', '<!--']) say(pageText(page.repeat(250_000)));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_000);
});

it('a page is told by its words, without styles and scripts', () => {
  const page = '<html><style>p{}</style><script>alert("<p>")</script><h1>Just a\n moment</h1>…</html>';
  expect(pageText(page)).toBe('Just a moment …');
  expect(pageText('<p></p>')).toBe('an empty page.');
  expect(pageText('cut off <style>p{}')).toBe('cut off');
});

it('an answer keeps the names of an account and loses its secrets', () => {
  const answer =
    '{"author":"editor-name","code":"abcd efgh ijkl mnop","link":"https://example.com/token-of-a-session"}';
  expect(withoutSecrets(answer, credentials)).toBe(
    '{"author":"editor-name","code":"[hidden]","link":"https://example.com/[hidden]"}',
  );
});
