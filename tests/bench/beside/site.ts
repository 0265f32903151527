import { join } from 'node:path';
import type { VisibleCall } from '../visible-calls.ts';
import { startChild } from './child.ts';
import type { SiteOperations } from './site-process.ts';

/** A WordPress stand-in in a process of its own, by real time. */
export interface Site {
  url: string;
  username: string;
  appPassword: string;
  /** How many posts became public so far. */
  visible(): Promise<number>;
  calls(): Promise<VisibleCall[]>;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const child = await startChild<SiteOperations>(join(import.meta.dirname, 'site-process.ts'));
  return {
    ...(await child.ask('site')),
    visible: () => child.ask('visible'),
    calls: () => child.ask('calls'),
    close: child.close,
  };
}
