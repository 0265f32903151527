/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);

export function ratio(larger: number, smaller: number): string {
  return `${(larger / smaller).toLocaleString('en', { maximumSignificantDigits: 3 })} x`;
}

/** A table in plain text, columns as wide as they need. */
export function table(title: string, header: string[], rows: (string | number)[][]): string {
  const cells = [header, ...rows].map((row) => row.map(show));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  return ['', title, lines[0], '-'.repeat(lines[0]!.length), ...lines.slice(1), ''].join('\n');
}

function show(value: string | number): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
