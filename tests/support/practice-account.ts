import type { PlatformDouble } from '../doubles/platform-double.ts';
import type { XDouble } from '../doubles/x-server.ts';
import type { Herald } from './herald.ts';

/** Accounts on a stand-in of the sandbox network, and posts for them; each answers the id. */
export function practiceAccount(herald: () => Herald, network: () => PlatformDouble & { apiKey: string }) {
  return {
    async connect(settings: object): Promise<string> {
      const { url, apiKey } = network();
      return herald().connect({ publishConfig: { apiUrl: url }, credentials: { apiKey }, ...settings });
    },
    async schedule(platformId: string, body: string, due: number, more: object = {}): Promise<string> {
      const post = { platformId, body, scheduledFor: new Date(due).toISOString(), ...more };
      return (await herald().schedule(post)).id;
    },
  };
}

/** Connects an account on X's stand-in. @returns the platform's id */
export async function connectX(herald: Herald, x: XDouble): Promise<string> {
  return herald.connect({ kind: 'x', publishConfig: { apiUrl: x.url }, credentials: x.keys });
}
