import { expect } from 'vitest';
import type { PlatformDouble } from '../doubles/platform-double.ts';
import type { XDouble } from '../doubles/x-server.ts';
import type { Herald } from './herald.ts';

/** Accounts on a stand-in of the sandbox network, and posts for them; each answers the id. */
export function practiceAccount(herald: () => Herald, network: () => PlatformDouble & { apiKey: string }) {
  return {
    async connect(settings: object): Promise<string> {
      const { url, apiKey } = network();
      const account = { kind: 'sandbox', name: 'Practice', publishConfig: { apiUrl: url }, credentials: { apiKey } };
      const answer = await herald().api('POST', '/api/v1/platforms', { ...account, ...settings });
      expect(answer.status).toBe(201);
      return answer.body.id;
    },
    async schedule(platformId: string, body: string, due: number, more: object = {}): Promise<string> {
      const post = { platformId, body, scheduledFor: new Date(due).toISOString(), ...more };
      const answer = await herald().api('POST', '/api/v1/distributions', post);
      expect(answer.status).toBe(201);
      return answer.body.id;
    },
  };
}

/** Connects an account on X's stand-in. @returns the platform's id */
export async function connectX(herald: Herald, x: XDouble): Promise<string> {
  const account = { kind: 'x', name: 'X', publishConfig: { apiUrl: x.url }, credentials: x.keys };
  return (await herald.api('POST', '/api/v1/platforms', account)).body.id;
}
