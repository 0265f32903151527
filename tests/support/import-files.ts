/** A CSV file of so many drafts. `bad` replaces the cells of single rows, by the number of the row (from 0). */
export function csvFile(platformId: string, rows: number, bad: Map<number, string> = new Map()): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => bad.get(row) ?? `${platformId},"Post ${row}, with a ""quote""",,`,
  );
  return ['platformId,body,scheduledFor,timezone', ...lines, ''].join('\r\n');
}

/** Twenty rows, each wrong in its own place: by row, the line's text and the column that is to be named. */
export function badRows(platformId: string, rows: number): Map<number, { text: string; column: string; code: string }> {
  const kinds = [
    { text: '11111111-1111-4111-8111-111111111111,Nobody,,', column: 'platformId', code: 'unknown_platform' },
    { text: `${platformId},${'x'.repeat(501)},,`, column: 'body', code: 'text_too_long' },
    { text: `${platformId},Past,2020-01-01T00:00:00Z,`, column: 'scheduledFor', code: 'time_in_past' },
    { text: `${platformId},No zone,2030-01-01T09:00:00,`, column: 'timezone', code: 'needs_timezone' },
    { text: `${platformId},Bad zone,2030-01-01T09:00:00,Mars/Base`, column: 'timezone', code: 'unknown_timezone' },
  ];
  const step = Math.floor(rows / 20);
  return new Map(Array.from({ length: 20 }, (_, index) => [index * step + 7, kinds[index % kinds.length]!]));
}
