/** Of each source file, by its path from the project's root: how often each line with code ran. */
export type FileLines = Map<string, Map<number, number>>;

/** As much of Istanbul's format as lines need. */
interface IstanbulFile {
  path: string;
  statementMap: Record<string, { start: { line: number } }>;
  s: Record<string, number>;
}

/** Vitest's figures. It names every file of `shared/` and `functions/`: these are the lines with code. */
export function linesOf(files: Record<string, IstanbulFile>, pathOf: (path: string) => string): FileLines {
  return new Map(Object.values(files).map((file) => [pathOf(file.path), countsOf(file)]));
}

/** Adds the figures of bundles. The lines of imports, which bundlers leave to the first use, are no lines with code. */
export function addBundle(
  lines: FileLines,
  files: Record<string, IstanbulFile>,
  pathOf: (path: string) => string,
): void {
  for (const file of Object.values(files)) {
    const known = lines.get(pathOf(file.path));
    for (const [line, count] of known === undefined ? [] : countsOf(file)) {
      if (known!.has(line)) known!.set(line, known!.get(line)! + count);
    }
  }
}

/** A line ran as often as the statement that begins on it. */
function countsOf({ statementMap, s }: IstanbulFile): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap)) {
    counts.set(start.line, Math.max(counts.get(start.line) ?? 0, s[id] ?? 0));
  }
  return counts;
}

/** In lcov's format, as editors and report makers read it. */
export function asLcov(lines: FileLines): string {
  const records = [...lines]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, ofFile]) => {
      const counted = [...ofFile].sort(([one], [other]) => one - other);
      const ran = counted.filter(([, count]) => count > 0).length;
      const data = counted.map(([line, count]) => `DA:${line},${count}`);
      return [`SF:${path}`, ...data, `LF:${counted.length}`, `LH:${ran}`, 'end_of_record'].join('\n');
    });
  return `${records.join('\n')}\n`;
}

/** A row for each folder, and the total. */
export function asTable(lines: FileLines): string {
  const folders = new Map<string, { lines: number; ran: number }>();
  const total = { lines: 0, ran: 0 };
  for (const [path, ofFile] of lines) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const sum = folders.get(folder) ?? { lines: 0, ran: 0 };
    folders.set(folder, sum);
    for (const count of ofFile.values()) {
      for (const one of [sum, total]) {
        one.lines += 1;
        if (count > 0) one.ran += 1;
      }
    }
  }
  const rows = [...folders].sort(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(...rows.map(([folder]) => folder.length), 'folder'.length);
  const row = (name: string, count: string, share: string) =>
    `${name.padEnd(width)} ${count.padStart(7)} ${share.padStart(8)}\n`;
  const share = ({ lines, ran }: { lines: number; ran: number }) =>
    `${((100 * ran) / Math.max(1, lines)).toFixed(1)} %`;
  return [
    row('folder', 'lines', 'covered'),
    ...rows.map(([folder, sum]) => row(folder, String(sum.lines), share(sum))),
    row('total', String(total.lines), share(total)),
  ].join('');
}
