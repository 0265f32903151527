import { percentile, seconds, table } from '../bench/statistics.ts';
import type { AttackReport } from './attack.ts';

export interface Outcome {
  /** Of the neighbour's posts, in milliseconds. */
  late: number[];
  statuses: Record<string, number>;
  deaths: string[];
  report: AttackReport;
}

const MAX_LATE_MS = 2_000;

/**
 * No post of the neighbour is lost or late, no process died, and no attacker got an error that is Herald's own. Each
 * attack took place: one whose every request is refused harms nobody.
 */
export function isGood({ late, statuses, deaths, report }: Outcome): boolean {
  return (
    percentile(late, 0.99) < MAX_LATE_MS &&
    statuses.published === late.length &&
    deaths.length === 0 &&
    report.faults.length === 0 &&
    attacked(report)
  );
}

function attacked({ answers }: AttackReport): boolean {
  const each = Object.values(answers);
  return each.length > 0 && each.every((counts) => (counts['2xx'] ?? 0) > 0);
}

export function verdict({ late, statuses, deaths, report }: Outcome): string {
  const shares = [0.5, 0.95, 0.99, 1].map((share) => seconds(percentile(late, share)));
  const answers = Object.entries(report.answers)
    .sort()
    .map(([what, counts]) => [
      what,
      ...['2xx', '4xx', '429', '5xx', 'none'].map((group) => counts[group] ?? 0),
      seconds(report.slowest[what] ?? 0),
    ]);
  return [
    table(`The neighbour's ${late.length} posts`, ['', 'p50 s', 'p95 s', 'p99 s', 'max s'], [['late', ...shares]]),
    table('What the attackers were answered', ['attack', '2xx', '4xx', '429', '5xx', 'none', 'slowest s'], answers),
    `statuses ${JSON.stringify(statuses)}`,
    `deaths ${deaths.length}${deaths.map((death) => `\n  ${death}`).join('')}`,
    `faults ${report.faults.length}${report.faults
      .slice(0, 20)
      .map((fault) => `\n  ${fault}`)
      .join('')}`,
    '',
  ].join('\n');
}
