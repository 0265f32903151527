import type { Account } from '../../accounts/account.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { derivedId } from '../../kernel/ids.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';

import { isoNow } from '../../kernel/time/clock.ts';
import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant } from '../../kernel/time/local-time.ts';
import type { Distribution } from '../../posts/model/distribution.ts';
import { sharedLabelsOf } from '../../posts/model/labels.ts';
import { planDistribution } from '../../posts/planning/plan-distribution.ts';
import { recordCreation } from '../../posts/planning/record-creation.ts';
import type { Series, SeriesTexts } from '../model/series.ts';
import { textOfTurn } from '../model/series-texts.ts';
import { recordOccurrence } from '../series-items.ts';

/** An occurrence that is to become a post. */
export interface Occurrence {
  at: string;
  occurrence: string;
  turn: number;
  /** Occurrences before it that have no post. */
  skipped: number;
}

/**
 * The post of an occurrence: the series with it, and the other writes of its transaction. Its id is derived from series,
 * plan and occurrence, so that a second worker finds that it exists.
 *
 * @throws HeraldError `content_invalid`, `time_invalid`, `slot_taken`, `time_conflict`
 */
export async function planOccurrence({
  series,
  texts,
  account,
  occurrence,
  actor,
  scopes,
  looksAtMedia = false,
}: {
  series: Series;
  texts: SeriesTexts;
  account: Account;
  occurrence: Occurrence;
  actor: Actor;
  /** Of the request that waits for an answer; without them nobody does. */
  scopes?: readonly string[] | undefined;
  /** Whether somebody waits for an answer about the files. */
  looksAtMedia?: boolean;
}): Promise<{ after: Series; state: Distribution; warnings: Warning[]; actions: LabelledAction[] }> {
  const { tenantId, timezone } = series;
  const { onConflict, latePolicy, lateAfterMinutes, requestedBy, approved } = series;
  const id = derivedId(tenantId, 'series', series.id, String(series.plan), occurrence.occurrence);
  const { state, warnings, actions } = await planDistribution({
    request: { tenantId, actor, idempotency: undefined, ...(scopes && { scopes }) },
    id,
    account,
    seriesId: series.id,
    looksAtMedia,
    asker: { principal: requestedBy, scopes: approved ? ['approve'] : [] },
    input: {
      ...textOfTurn(texts, occurrence.turn),
      platformId: account.id,
      ...sharedLabelsOf(series),
      scheduledFor: occurrence.at,
      timezone,
      onConflict,
      latePolicy,
      lateAfterMinutes,
      // A series repeats its text on purpose.
      allowDuplicate: true,
    },
  });
  const at = state.scheduledFor!;
  const { occurrence: name, turn, skipped: passedOver } = occurrence;
  const after: Series = {
    ...series,
    pending: { distributionId: id, at, occurrence: name, turn },
    // A minute later it is usually out.
    lookAt: isoInstant(Date.parse(at) + MINUTE_MS),
    made: series.made + 1,
    lastSkip: undefined,
    updatedAt: isoNow(),
  };
  const done = { at: occurrence.at, occurrence: name, did: 'made', distributionId: id, turn, passedOver } as const;
  return {
    after,
    state,
    warnings,
    actions: [...actions, recordCreation(actor, state), recordOccurrence(series, done)],
  };
}
