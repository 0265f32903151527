import { setTimeout as wait } from 'node:timers/promises';
import { startWordpressServer } from '../../doubles/wordpress-server.ts';
import { countVisibleCalls, visibleCalls } from '../visible-calls.ts';
import { serveParent } from './serve-parent.ts';

/** A quick site. A stand-in that answers at once would hide what waiting costs. */
const ANSWER_AFTER_MS = 20;

const standIn = await startWordpressServer();
standIn.letChoose(async () => {
  await wait(ANSWER_AFTER_MS);
  return undefined;
});
const visible = countVisibleCalls(standIn);
const { url, username, appPassword } = standIn;
const operations = { site: () => ({ url, username, appPassword }), visible, calls: () => visibleCalls(standIn) };

export type SiteOperations = typeof operations;

serveParent(operations);
