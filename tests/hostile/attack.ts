import { setMaxListeners } from 'node:events';
import { Caller } from './caller.ts';
import { attackByFeeds } from './feeds.ts';
import { attackByFlood } from './flood.ts';
import { attackBySites } from './sites.ts';
import { attackByTexts } from './texts.ts';

/** What the parent sends first. */
export interface AttackSetup {
  url: string;
  /** One tenant for each attack. */
  apiKeys: string[];
  seconds: number;
}

/** What the parent gets at the end. */
export interface AttackReport {
  /** By attack: how many answers of each group. */
  answers: Record<string, Record<string, number>>;
  /** By attack: the slowest answer in milliseconds. */
  slowest: Record<string, number>;
  /** Answers that say that Herald, not the caller, did wrong. */
  faults: string[];
}

const attacks = { sites: attackBySites, feeds: attackByFeeds, texts: attackByTexts, flood: attackByFlood };

process.once('message', async ({ url, apiKeys, seconds }: AttackSetup) => {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  process.once('message', () => stop.abort());
  setTimeout(() => stop.abort(), seconds * 1000).unref();
  const report: AttackReport = { answers: {}, slowest: {}, faults: [] };
  const running = Object.entries(attacks).map(([name, run], index) =>
    run(new Caller(name, url, apiKeys[index]!, report, stop.signal), stop.signal),
  );
  await Promise.all(running);
  process.send!(report, () => process.exit());
});
