import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux, whatever the machine. */
const MS_PER_TICK = 10;

/** What this process has used with all its threads, in milliseconds. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What a process and all that came from it have used, in milliseconds; those that ended count where their parent noticed. */
export function cpuOfTree(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readStat(Number(pid)) ?? []);
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, one) => total + one.ms + sum(one.pid), 0);
  return (readStat(root)?.ms ?? 0) + sum(root);
}

function readStat(pid: number): { pid: number; parent: number; ms: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may have blanks and brackets of its own.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
    return { pid, parent: Number(fields[1]), ms: ticks * MS_PER_TICK };
  } catch {
    return undefined; // It ended meanwhile.
  }
}
