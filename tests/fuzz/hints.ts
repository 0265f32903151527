import type { Random } from '../crash/random.ts';
import type { Tenant } from './tenant.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo'];
const rules = [
  'FREQ=DAILY;COUNT=5',
  'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=20',
  'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=6',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3',
  'FREQ=WEEKLY',
  'FREQ=MONTHLY;BYDAY=-1FR;COUNT=12',
];
const day = (random: Random, most = 80) =>
  new Date(Date.now() + random.between(0, most) * 86_400_000).toISOString().slice(0, 10);
const clock = (random: Random) =>
  `${String(random.between(0, 23)).padStart(2, '0')}:${String(random.between(0, 59)).padStart(2, '0')}`;

const moment = (random: Random): string => {
  const at = new Date(Date.now() + random.between(1, 30 * 1_440) * 60_000).toISOString();
  return random.pick([at, at.slice(0, 16), at.slice(0, 19), 'next_slot', 'optimal', at.replace('Z', '+05:45')]);
};

/** What the name of a field says beside its schema: so that most valid requests reach what is behind the checks. */
const hints: Record<string, (random: Random, tenant: Tenant) => unknown> = {
  platformId: (random, tenant) => tenant.idOf('platforms', random),
  contentId: (random, tenant) => tenant.idOf('contents', random),
  distributionId: (random, tenant) => tenant.idOf('distributions', random),
  id: (random, tenant) => tenant.idOf('distributions', random),
  scheduledFor: (random) => moment(random),
  timezone: (random) => random.pick(zones),
  date: (random) => day(random),
  from: (random) => day(random, 20),
  to: (random) => day(random, 60),
  day: (random) => (random.chance(0.7) ? new Date().toISOString().slice(0, 10) : day(random)),
  time: (random) => clock(random),
  rrule: (random) => random.pick(rules),
  template: (random) => random.pick(['{title} {link}', 'New: {title}\n{summary} {link}']),
  cursor: (random, tenant) => tenant.cursor(random),
  kind: (random) => (random.chance(0.8) ? 'sandbox' : undefined),
  queue: () => undefined,
  externalId: (random) => `ext-${random.between(1, 99)}`,
};

/** @returns undefined where the name says nothing */
export function hintFor(name: string, random: Random, tenant: Tenant): unknown {
  // Each field sometimes gets what its schema alone allows.
  if (!Object.hasOwn(hints, name) || random.chance(0.1)) return undefined;
  return hints[name]!(random, tenant);
}
