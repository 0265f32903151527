import { startHerald } from '../support/herald.ts';
import synthesizeOnce from '../support/synthesize-once.ts';
import { benchApiLatency } from './api-latency.ts';
import { benchBundles } from './bundles.ts';
import { benchLateness } from './lateness.ts';
import { benchUnitsPerStep } from './units-per-step.ts';

const JITTER_SECONDS = 60;

/** Everything is measured in one run on one machine; compare what stands side by side, not with another machine. */
async function main(): Promise<void> {
  const print = (text: string) => process.stdout.write(text);
  const cleanUp = synthesizeOnce();
  try {
    print(benchBundles(process.env.HERALD_TEMPLATE!));
    const herald = await startHerald({ jitterSeconds: JITTER_SECONDS });
    try {
      const connect = async (name: string) =>
        (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name })).body.id as string;
      print(await benchApiLatency(herald, await connect('Latency')));
      print(await benchUnitsPerStep(herald, await connect('Units')));
      print(await benchLateness(herald, await connect('Lateness'), JITTER_SECONDS));
    } finally {
      await herald.close();
    }
  } finally {
    cleanUp();
  }
}

await main();
