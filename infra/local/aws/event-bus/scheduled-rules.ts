import type { DatabaseSync } from 'node:sqlite';
import type { LocalClock } from '../../clock/local-clock.ts';
import { ruleArn } from '../arns.ts';
import { NextMoment } from '../next-moment.ts';
import { inTransaction } from '../state-file.ts';
import { createEvent } from './bus-event.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { nextOccurrence } from './rule-schedule.ts';
import type { RuleStore } from './rule-store.ts';

export interface ScheduledRulesOptions {
  database: DatabaseSync;
  rules: RuleStore;
  deliveries: DeliveryStore;
  clock: LocalClock;
  /** Called when deliveries were added. */
  onFired(): void;
}

/** Rules of the default bus that run by `rate(...)` or `cron(...)`. */
export class ScheduledRules {
  readonly #options: ScheduledRulesOptions;
  readonly #timer: NextMoment;

  constructor(options: ScheduledRulesOptions) {
    this.#options = options;
    this.#timer = new NextMoment(options.clock, () => this.look());
  }

  /** Fires what is due, each rule once however often it was missed, and waits for the next. */
  look(): void {
    const { database, rules, deliveries, onFired } = this.#options;
    const now = Date.now();
    const due = rules.dueRules(now);
    for (const rule of due) {
      const { bus, name, definition, scheduledFrom } = rule;
      const event = createEvent(
        { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [ruleArn(bus, name)], detail: {} },
        now,
      );
      inTransaction(database, () => {
        for (const target of rules.targetsOf(bus, name)) deliveries.add({ rule, target, event });
        rules.putRule(rule, nextOccurrence(definition.ScheduleExpression ?? '', scheduledFrom, now));
      });
    }
    if (due.length > 0) onFired();
    this.#timer.set(rules.earliestNext());
  }

  close(): void {
    this.#timer.close();
  }
}
