import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

/** A secret address under which the calendar can be read without a key, until it is revoked. */
export const calendarLinkSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  /** Only this platform's calendar. Default: all platforms. */
  platformId: z.uuid().optional(),
  /** SHA-256 of the token's secret half. */
  secretHash: z.string(),
  createdAt: z.iso.datetime(),
});
export type CalendarLink = z.infer<typeof calendarLinkSchema>;

export const newCalendarLinkSchema = z.strictObject({ platformId: z.uuid().toLowerCase().optional() });
export type NewCalendarLink = z.infer<typeof newCalendarLinkSchema>;

export const calendarLinkViewSchema = calendarLinkSchema
  .omit({ tenantId: true, secretHash: true })
  .meta({ id: 'CalendarLink' });
export type CalendarLinkView = z.infer<typeof calendarLinkViewSchema>;

export function viewCalendarLink(link: CalendarLink): CalendarLinkView {
  return calendarLinkViewSchema.parse(link);
}

/** `<id>_<secret>`: the id finds the link, the secret proves it. */
export function newLinkToken(id: string): { token: string; secretHash: string } {
  const secret = randomBytes(32).toString('hex');
  return { token: `${id}_${secret}`, secretHash: createHash('sha256').update(secret).digest('hex') };
}

export function parseLinkToken(token: string): { id: string; secret: string } | undefined {
  const match = /^([0-9a-f-]{36})_([0-9a-f]{64})$/.exec(token);
  return match ? { id: match[1]!, secret: match[2]! } : undefined;
}
