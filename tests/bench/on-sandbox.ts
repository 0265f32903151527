import { type Herald, startHerald } from '../support/herald.ts';
import { checked } from './checked.ts';

/** An empty Herald with one practice account. The sandbox is part of the stack, so that nothing outside it is measured. */
export async function onSandbox<Found>(bench: (herald: Herald, platformId: string) => Promise<Found>): Promise<Found> {
  const herald = await startHerald();
  try {
    const { body } = await checked(herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Bench' }));
    return await bench(herald, body.id);
  } finally {
    await herald.close();
  }
}
