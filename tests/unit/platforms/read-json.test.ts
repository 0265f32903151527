import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJson } from '../../../shared/platforms/wordpress/lib/read-json.ts';

const notice =
  '<br />\n<b>Notice</b>:  Undefined index: [a] {b} in <b>/srv/www/plugin.php</b> on line <b>12</b><br />\n';

it('reads past what PHP prints before the JSON and plugins print behind it', () => {
  const objects = fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.array(fc.dictionary(fc.string(), fc.integer())),
  );
  fc.assert(
    fc.property(objects, (value) => {
      const text = JSON.stringify(value);
      expect(readJson(text)).toEqual(JSON.parse(text));
      expect(readJson(`${notice}${text}`)).toEqual(JSON.parse(text));
      expect(readJson(`\uFEFF${text}\n<!-- cached -->`)).toEqual(JSON.parse(text));
    }),
  );
});

it('takes nothing for JSON that is not whole', () => {
  for (const text of [`${notice}{"id":1,`, notice, '<html></html>', '', '[[['.repeat(1_000)])
    expect(readJson(text)).toBe(text);
});

it('costs no more where a site sends nothing but beginnings', () => {
  const before = process.cpuUsage();
  for (const beginning of ['{"', '[{', '[]{}', '{"a":']) readJson(beginning.repeat(400_000));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(2_000);
});
