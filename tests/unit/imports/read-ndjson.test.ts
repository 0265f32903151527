import { describe, expect, it } from 'vitest';
import { readNdjson } from '../../../shared/imports/rows/read-ndjson.ts';

describe('a line of JSON', () => {
  it.each([
    ['{"body":"Half \\ud83d"}', '/body', 'half_character'],
    ['{"platformSpecific":{"meta":"\\udc00"}}', '/platformSpecific/meta', 'half_character'],
    ['{"body":"x","__proto__":{"a":1}}', '/__proto__', 'unknown_field'],
    ['{"body":"x","platformSpecific":{"__proto__":1}}', '/platformSpecific/__proto__', 'unknown_field'],
  ])('is refused where a request would be, with its line: %s', (json, field, code) => {
    const { rows } = readNdjson(`{"body":"Fine 🙂"}\n${json}`);
    expect(rows.map(({ problems }) => problems)).toMatchObject([[], [{ line: 2, field, code }]]);
  });
});
