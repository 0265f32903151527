import { tenantPositions } from './tenant-items.ts';

/** Tenants whose work one message brings. */
const TENANTS_A_PART = 25;

/**
 * All tenants of the deployment in parts, so that the plan of many does not depend on one run of one function.
 *
 * @param after where an earlier worker has ended
 * @param until when this worker's time is over (milliseconds)
 * @returns `rest`: where the next worker goes on, where the time was over first
 */
export async function partTenants(
  after: string | undefined,
  until: number,
): Promise<{ parts: string[][]; rest: string | undefined }> {
  const parts: string[][] = [];
  for await (const { id, position } of tenantPositions(after)) {
    const last = parts.at(-1);
    if (last !== undefined && last.length < TENANTS_A_PART) {
      last.push(id);
      if (last.length === TENANTS_A_PART && Date.now() > until) return { parts, rest: position };
    } else parts.push([id]);
  }
  return { parts, rest: undefined };
}
