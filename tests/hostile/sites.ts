import { type HostileKindName, hostileKinds, startHostileServer } from '../doubles/hostile-server.ts';
import type { Caller } from './caller.ts';

const AT_ONCE = 3;

const accounts = {
  wordpress: (url: string) => ({
    publishConfig: { apiUrl: url },
    credentials: { username: 'editor', appPassword: 'abcd efgh ijkl mnop qrst uvwx' },
  }),
  bluesky: (url: string) => ({
    publishConfig: { service: url },
    credentials: { identifier: 'someone.example', appPassword: 'abcd-efgh-ijkl-mnop' },
  }),
  x: (url: string) => ({
    publishConfig: { apiUrl: url },
    credentials: { apiKey: 'key', apiSecret: 'secret', accessToken: 'token', accessSecret: 'secret' },
  }),
  sandbox: (url: string) => ({ publishConfig: { apiUrl: url }, credentials: { apiKey: 'practice-key-0123456789' } }),
};

/** Accounts of every platform on servers of every hostile kind: connected, asked who they are, and published to. */
export async function attackBySites(caller: Caller, stop: AbortSignal): Promise<void> {
  const servers = await Promise.all(
    (Object.keys(hostileKinds) as HostileKindName[]).map(async (kind) => ({
      kind,
      server: await startHostileServer(kind),
    })),
  );
  let turn = 0;
  const attacker = async () => {
    while (!stop.aborted) {
      const { kind, server } = servers[turn % servers.length]!;
      const [platform, account] = Object.entries(accounts)[Math.floor(turn / servers.length) % 4]!;
      turn += 1;
      const made = await caller.call('POST', '/platforms', {
        kind: platform,
        name: `${kind} ${turn}`.slice(0, 100),
        ...account(server.url),
      });
      const platformId = made.body?.id;
      if (made.status !== 201) continue;
      await caller.call('POST', `/platforms/${platformId}/verify`);
      const post = { platformId, title: kind, body: `Post ${turn}` };
      const draft = await caller.call('POST', '/distributions', post);
      if (draft.status === 201) await caller.call('POST', `/distributions/${draft.body.id}/publish`);
      await caller.call('DELETE', `/platforms/${platformId}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  await Promise.all(servers.map(({ server }) => server.close()));
}
