import type { PlatformAdapter } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { checkContent } from '../contract/content-checks.ts';
import { threadPreview, threadProblems } from '../contract/thread.ts';
import { externalIdOf } from './post-address.ts';
import { partsOf, postRecord, postText } from './record.ts';
import { rules } from './rules.ts';
import { platformSpecific, schemas } from './schemas.ts';
import { needsRefresh } from './session.ts';

const check = (content: DistributionContent) => checkContent(content, rules, platformSpecific, postText(content));

/** Half a megabyte of schemas: loaded by the first call that goes out, not by every function that validates. */
const calls = async () => ({
  ...(await import('./login.ts')),
  ...(await import('./prepare.ts')),
  ...(await import('./publish.ts')),
});

/** Bluesky (AT Protocol) with an app password. Posts have a key of our own, so writing one twice leaves one. */
export const bluesky: PlatformAdapter = {
  rules,
  schemas,
  externalIdOf,
  parts: partsOf,
  validate: (content) => [...check(content), ...threadProblems(content, rules, check)],
  preview: (content) => threadPreview(content, partsOf(content), (part) => postRecord(part)),
  verify: async (context) => (await calls()).verify(context),
  prepare: async (context, content, saved) => (await calls()).prepare(context, content, saved),
  publish: async (context, content, prepared) => (await calls()).publish(context, content, prepared),
  find: async (context) => (await calls()).find(context),
  delete: async (context, externalId) => (await calls()).remove(context, externalId),
  getMetrics: async (context, externalIds) => (await calls()).getMetrics(context, externalIds),
  session: { needsRefresh, refresh: async (context) => (await calls()).refresh(context) },
};
