import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busEventsOf } from '../../../shared/bus/bus-events.ts';
import { eventSchema, type HeraldEvent } from '../../../shared/kernel/events/event.ts';

const groupId = '0198a000-0000-7000-8000-0000000000aa';
const anEvent = (type: HeraldEvent['type'], data: Record<string, unknown>): HeraldEvent => ({
  id: '0198a000-0000-7000-8000-000000000001',
  type,
  schemaVersion: 1,
  tenantId: 'tenant000001',
  actor: 'key:abc',
  entityType: 'cross_post',
  entityId: groupId,
  correlationId: 'request',
  causationId: 'request',
  occurredAt: '2027-03-01T09:00:00.000Z',
  data,
});
const members = fc.uniqueArray(fc.record({ id: fc.uuid(), platformId: fc.uuid(), status: fc.constant('scheduled') }), {
  maxLength: 16,
  selector: ({ id }) => id,
});

describe('what the bus hears of an entry in the log', () => {
  it('is the entry itself, as it is, for everything but a new cross-post', () => {
    for (const type of ['DISTRIBUTION_CREATED', 'CROSS_POST_CANCELLED', 'TENANT_CREATED'] as const) {
      const event = anEvent(type, { created: [{ id: groupId }] });
      expect(busEventsOf(event)).toEqual([event]);
    }
  });

  it('is the new cross-post and the creation of each member, caused by it', () => {
    fc.assert(
      fc.property(members, (created) => {
        const event = anEvent('CROSS_POST_CREATED', { created });
        const [itself, ...ofMembers] = busEventsOf(event);
        expect(itself).toEqual(event);
        expect(ofMembers).toHaveLength(created.length);
        for (const [index, told] of ofMembers.entries()) {
          const { id, ...data } = created[index]!;
          expect(eventSchema.parse(told)).toMatchObject({
            type: 'DISTRIBUTION_CREATED',
            entityType: 'distribution',
            entityId: id,
            causationId: event.id,
            correlationId: event.correlationId,
            occurredAt: event.occurredAt,
            data,
          });
        }
      }),
    );
  });

  it('has the same ids each time, and another for each event, so that consumers drop what they have', () => {
    fc.assert(
      fc.property(members, (created) => {
        const event = anEvent('CROSS_POST_CREATED', { created });
        const ids = busEventsOf(event).map(({ id }) => id);
        expect(busEventsOf(structuredClone(event)).map(({ id }) => id)).toEqual(ids);
        expect(new Set(ids).size).toBe(created.length + 1);
        const later = busEventsOf({ ...event, id: '0198a000-0000-7000-8000-000000000002' }).map(({ id }) => id);
        expect(later.filter((id) => ids.includes(id))).toEqual([]);
      }),
    );
  });

  it('is the entry alone where it names no members as it should', () => {
    for (const created of [undefined, 'x', [{ id: 'no id' }], [{}]]) {
      const event = anEvent('CROSS_POST_CREATED', { created });
      expect(busEventsOf(event)).toEqual([event]);
    }
  });
});
