import { cpus } from 'node:os';

/** A line of the table at the end. */
export interface Figure {
  what: string;
  unit: string;
  herald: number;
  /** Left out where the peer was not asked or could not run. */
  peer?: number;
}

/** What a part of the bench found: at length, and for the table at the end. */
export interface Report {
  text: string;
  figures: Figure[];
}

const NOTHING = '–';

/** The table side by side. Its ratio is Herald's figure by the peer's. */
export function figuresTable(figures: Figure[]): string {
  const rows = figures.map(({ what, unit, herald, peer }) => {
    const ratio = peer === undefined ? NOTHING : `${show(herald / peer)} ×`;
    return `| ${what}, ${unit} | ${show(herald)} | ${peer === undefined ? NOTHING : show(peer)} | ${ratio} |`;
  });
  return ['', '| | Herald | peer | ratio |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** For `--json`: the figures, and where and when they were taken. */
export function figuresJson(figures: Figure[], at: Date): string {
  const [{ model } = { model: 'unknown' }, ...others] = cpus();
  const machine = { cpu: model.trim(), cores: others.length + 1, node: process.version };
  return `${JSON.stringify({ at: at.toISOString(), machine, figures }, null, 2)}\n`;
}

function show(value: number): string {
  return value < 1000 ? String(Number(value.toPrecision(3))) : Math.round(value).toLocaleString('en');
}
