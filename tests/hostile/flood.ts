import type { Caller } from './caller.ts';

const AT_ONCE = 12;

/** As many posts, reads and whole calendars as one key can ask for. */
export async function attackByFlood(caller: Caller, stop: AbortSignal): Promise<void> {
  const made = await caller.call('POST', '/platforms', { kind: 'sandbox', name: 'Flood' });
  const platformId = made.body?.id;
  let number = 0;
  const asks = [
    () => {
      const scheduledFor = new Date(Date.now() + 2_000 + (number % 50) * 100).toISOString();
      return caller.call('POST', '/distributions', { platformId, body: `Flood ${number}`, scheduledFor });
    },
    () => caller.call('GET', '/distributions?limit=100'),
    () => caller.call('GET', `/calendar?from=${day(-30)}&to=${day(30)}`),
    () => caller.call('POST', '/distributions/validate', { platformId, body: `Flood ${number}` }),
    () => caller.call('GET', '/events?limit=100'),
  ];
  const flooder = async () => {
    while (!stop.aborted) {
      number += 1;
      const { status } = await asks[number % asks.length]!();
      // Whoever is refused at once asks again at once; only a loop that never yields would attack itself.
      if (status === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, flooder));
}

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
