import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  type Distribution,
  type DistributionStatus,
  distributionSchema,
  distributionStatuses,
} from '../../../shared/posts/model/distribution.ts';
import { attentionAt, nextCheckAt } from '../../../shared/posts/model/next-check.ts';
import {
  inconsistencies,
  type Part,
  parts,
  partsNever,
  statusParts,
} from '../../../shared/posts/model/status-parts.ts';
import {
  type ChangesFor,
  isLegal,
  type Move,
  moves,
  nextState,
  type Transition,
} from '../../../shared/posts/model/transitions.ts';
import { aDistribution } from '../../support/factories.ts';

const allMoves = Object.keys(moves) as Move[];
const allParts = Object.keys(parts) as Part[];

const instant = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((moment) => moment.toISOString());
const post = { externalId: '1' };
const aThread = { done: 1, root: post, parent: post };
const error = { class: 'RETRY_LATER', message: 'It failed.', remedy: 'None.' };

/** What callers give with a move: always what it requires, and whatever else they like. */
const given = fc.record({
  dueAt: instant,
  wakeAt: instant,
  leaseUntil: instant,
  lookAt: instant,
  waitingSince: instant,
  preparedText: fc.nat(),
  thread: fc.constant(aThread),
  error: fc.constant(error),
});
type Given = typeof given extends fc.Arbitrary<infer Values> ? Values : never;

const aMove = fc.record({
  move: fc.constantFrom(...allMoves),
  given,
  ledgerAt: fc.option(instant, { nil: undefined }),
});
const aWalk = fc.array(aMove, { maxLength: 40 });

/** A move as a use case makes it: with what the row requires, and a place in the quota where the post gets a send time. */
function make(state: Distribution, move: Move, values: Given, ledgerAt?: string): Distribution {
  const { requires = [] }: Transition = moves[move];
  const fields = requires.flatMap((part) => parts[part] as readonly (keyof Given)[]);
  const changes = Object.fromEntries(fields.map((field) => [field, values[field]]));
  const place = move === 'assignSendTime' ? { ledgerAt } : {};
  return nextState(state, move, { ...changes, ...place } as ChangesFor<Move>);
}

function statesOf(walk: (typeof aWalk extends fc.Arbitrary<infer Moves> ? Moves : never)[number][]): Distribution[] {
  const states = [aDistribution({ status: 'draft' })];
  for (const { move, given: values, ledgerAt } of walk) {
    const state = states.at(-1)!;
    if (isLegal(state.status, move)) states.push(make(state, move, values, ledgerAt));
  }
  return states;
}

describe('the state machine of a distribution', () => {
  const possible = (status: DistributionStatus) => allMoves.filter((move) => isLegal(status, move)).sort();

  it('lets nothing leave "published" but the archive, whatever is tried', () => {
    expect(possible('published')).toEqual(['archive']);
  });

  it('lets nothing leave "archived"', () => {
    expect(possible('archived')).toEqual([]);
  });

  it('never goes back from "publishing" to the user: only the outcome of the call moves it', () => {
    expect(possible('publishing')).toEqual([
      'continueThread',
      'fail',
      'markOutcomeUnknown',
      'postpone',
      'renewLease',
      'succeed',
      'waitForReconnect',
    ]);
  });

  it('leaves what waits for an approval to people: no worker moves it', () => {
    const expected = ['approve', 'cancel', 'reject', 'request', 'schedule', 'unschedule'];
    expect(possible('publish_requested')).toEqual(expected);
  });

  it('lets nobody cancel or edit what may stand: "unknown" is left by what is known of it, or put out of sight', () => {
    const expected = ['archive', 'continueThread', 'fail', 'giveUpLookup', 'lookUpAgain', 'postpone', 'succeed'];
    expect(possible('unknown')).toEqual(expected);
  });

  it('reaches every status from "draft"', () => {
    const reached = new Set<string>(['draft']);
    for (let before = 0; before !== reached.size; ) {
      before = reached.size;
      for (const move of allMoves) {
        if (moves[move].from.some((status) => reached.has(status))) reached.add(moves[move].to);
      }
    }
    expect(distributionStatuses.filter((status) => !reached.has(status))).toEqual([]);
  });

  it('leaves each state with what its status has and without what it never has, after any moves', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        for (const state of statesOf(walk))
          expect({ status: state.status, wrong: inconsistencies(state) }).toMatchObject({ wrong: [] });
      }),
    );
  });

  it('takes away what a row clears, and makes a new version where the row says so, from each status it starts in', () => {
    const everything = Object.fromEntries(allParts.flatMap((part) => parts[part].map((field) => [field, FULL[field]])));
    for (const move of allMoves) {
      const row: Transition = moves[move];
      for (const status of moves[move].from) {
        const allowed = new Set(partsNever(status).flatMap((part) => parts[part] as readonly string[]));
        const before = aDistribution({
          ...Object.fromEntries(Object.entries(everything).filter(([field]) => !allowed.has(field))),
          status,
        });
        const after = make(before, move, FULL);
        const kept = row.keeps?.[status] ?? [];
        const givenFields = (row.requires ?? []).flatMap((part) => parts[part] as readonly string[]);
        const cleared = (row.clears ?? []).filter((part) => !kept.includes(part)).flatMap((part) => parts[part]);
        for (const field of cleared.filter((one) => !givenFields.includes(one))) {
          expect({ move, status, field, value: after[field] }).toMatchObject({ value: undefined });
        }
        for (const field of kept.flatMap((part) => parts[part])) expect(after[field]).toEqual(before[field]);
        expect(after.version - before.version).toBe(row.newPlan ? 1 : 0);
      }
    }
  });

  it('writes no state that lacks what its status needs, since nobody would look at it again', () => {
    const draft = aDistribution({ status: 'draft' });
    expect(() => nextState(draft, 'schedule', {} as ChangesFor<'schedule'>)).toThrow(/dueAt is missing/);
    const due = { dueAt: FULL.dueAt, wakeAt: FULL.wakeAt };
    const scheduled = nextState(draft, 'schedule', due);
    expect(() => nextState(scheduled, 'attempt', {} as ChangesFor<'attempt'>)).toThrow(/leaseUntil is missing/);
    expect(() => nextState(draft, 'cancel', { leaseUntil: FULL.leaseUntil })).toThrow(/leaseUntil is left/);
  });

  it('raises the revision with every move, keeps the item valid, and refuses illegal moves with a remedy', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        let state = aDistribution({ status: 'draft' });
        for (const { move, given: values } of walk) {
          if (!isLegal(state.status, move)) {
            expect(() => make(state, move, values)).toThrow(/cannot/);
            continue;
          }
          const next = make(state, move, values);
          expect(next.revision).toBe(state.revision + 1);
          expect(next.status).toBe(moves[move].to);
          distributionSchema.parse(next);
          state = next;
        }
      }),
    );
  });

  it('names a moment to look again for every state that something must still happen to, later than the write', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        for (const state of statesOf(walk)) {
          const next = nextCheckAt(state);
          const isLive = ['scheduled', 'preparing', 'publishing', 'unknown'].includes(state.status);
          // A person ends a pause, and says what nobody could find out.
          const isLeftToPeople = state.held === 'paused' || (state.status === 'unknown' && state.lookAt === undefined);
          if (isLive && !isLeftToPeople) expect(Date.parse(next!)).toBeGreaterThan(Date.parse(state.updatedAt));
          else expect(next).toBeUndefined();
        }
      }),
    );
  });

  it('lists each state at most a minute after it must be looked at, and never so early that the sweep has left its hour behind', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        for (const state of statesOf(walk)) {
          const exact = nextCheckAt(state);
          const listed = attentionAt(state);
          expect(listed === undefined).toBe(exact === undefined);
          if (exact === undefined) continue;
          const early = Date.parse(exact) - Date.parse(listed!);
          expect(early).toBeGreaterThanOrEqual(-60_000);
          // The sweep begins an hour before its last run at the latest.
          expect(early).toBeLessThan(3_600_000);
        }
      }),
    );
  });

  it('leaves a post where it is listed while workers prepare and publish it in time', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const due = Date.now() + 3_600_000;
    const iso = (moment: number) => new Date(moment).toISOString();
    const scheduled = make(aDistribution({ status: 'draft' }), 'schedule', {
      ...FULL,
      dueAt: iso(due),
      wakeAt: iso(due - 180_000),
    });
    const listed = attentionAt(scheduled);
    vi.setSystemTime(due - 175_000);
    const leased = make(scheduled, 'prepare', { ...FULL, leaseUntil: iso(due - 110_000) });
    expect(attentionAt(leased)).toBe(listed);
    const ready = nextState(leased, 'finishPreparing', {});
    expect(attentionAt(ready)).toBe(listed);
    vi.setSystemTime(due - 400);
    const publishing = make(ready, 'attempt', { ...FULL, leaseUntil: iso(due + 20_000) });
    expect(attentionAt(publishing)).toBe(listed);
    expect(attentionAt(nextState(publishing, 'succeed', {}))).toBeUndefined();
    vi.useRealTimers();
  });

  it('never names a moment that the sweep has left behind, however old the trouble is', () => {
    const longAgo = '2020-01-01T00:00:00.000Z';
    const now = Date.now();
    const before = aDistribution({ status: 'scheduled', dueAt: longAgo, wakeAt: longAgo });
    for (const move of ['schedule', 'prepare', 'joinQueue', 'assignSendTime', 'release'] as const) {
      const state = make(before, move, { ...FULL, dueAt: longAgo, wakeAt: longAgo, leaseUntil: longAgo });
      expect(Date.parse(nextCheckAt(state)!)).toBeGreaterThan(now);
    }
  });

  it('has its states described for people, as the table says', async () => {
    await expect(statesPage()).toMatchFileSnapshot('../../../docs/states.md');
  });
});

const at = '2026-01-01T00:00:00.000Z';
const FULL = {
  dueAt: at,
  wakeAt: at,
  leaseUntil: at,
  ledgerAt: at,
  waitingSince: at,
  held: 'reconnect' as const,
  lookAt: at,
  lookCount: 1,
  approvedBy: 'key:one',
  rejection: { reason: 'No.', by: 'key:one', at },
  scheduledFor: at,
  localTime: '2026-01-01T00:00',
  slotKey: '2026-01-01T00:00Z',
  thread: aThread,
  preparedText: 1,
  error,
};

/** The page is made from the table: `npx vitest run tests/unit/posts/transitions.test.ts -u` writes it anew. */
function statesPage(): string {
  const fields = (names: readonly Part[]) => {
    const all = [...new Set(names.flatMap((part) => parts[part] as readonly string[]))];
    return all.length === 0 ? '' : all.map((field) => `\`${field}\``).join(', ');
  };
  const states = distributionStatuses.map((status) => {
    const { meaning, has, may }: { meaning: string; has: readonly Part[]; may: readonly Part[] } = statusParts[status];
    return `| \`${status}\` | ${meaning} | ${fields(has)} | ${fields(may.filter((part) => !has.includes(part)))} |`;
  });
  const rows = allMoves.map((move) => {
    const row: Transition = moves[move];
    const from = moves[move].from.map((status) => `\`${status}\``).join(', ');
    const effects = [...(row.newPlan ? ['new version'] : []), ...(row.fresh ? ['fresh tries'] : [])].join(', ');
    return `| \`${move}\` | ${from} | \`${moves[move].to}\` | ${fields(row.requires ?? [])} | ${fields(row.clears ?? [])} | ${effects} |`;
  });
  return `# The states of a distribution

Made from \`shared/posts/model/status-parts.ts\` and \`transitions.ts\` by \`tests/unit/posts/transitions.test.ts\`.

A state has the fields of its status and no others of these: each move takes away what the new status never has. Fields
that are not named here (ids, labels, text, counts) belong to every status.

| status | what it means | always has | may have |
|---|---|---|---|
${states.join('\n')}

## Moves

Nothing else changes a status. A new version makes messages and wake-ups of the old plan fall away; fresh tries are counted
from the start, and the last error is forgotten.

| move | from | to | its caller gives | takes away, beside that | also |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
