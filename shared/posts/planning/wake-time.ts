import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';

/** When work on a post due at `due` (milliseconds) begins: ahead of its time only where there is something to prepare. */
export function wakeTime(adapter: PlatformAdapter, due: number): string {
  const ahead = adapter.prepare === undefined && adapter.session === undefined ? 0 : adapter.rules.wakeLeadSeconds;
  return new Date(due - ahead * 1000).toISOString();
}
