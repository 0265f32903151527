import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { NewPost } from '../../beside/load-process.ts';
import { serveParent } from '../../beside/serve-parent.ts';
import { publishAtOnce, type Site } from '../../publish-at-once.ts';
import type { PeerOperations } from '../peer-run.ts';
import { startApi } from './api.ts';
import { Posts } from './posts.ts';
import { startServers } from './servers.ts';

const QUEUE = 'posts';
const CONCURRENCY = 50;
const ATTEMPTS = 4;
const BACK_OFF_MS = 5_000;

/** What to end, newest last. */
const toClose: (() => Promise<unknown>)[] = [];
let posts: Posts;

/** A scheduler as many are built: a row in PostgreSQL, a delayed job in Redis, a worker that posts and writes the row. */
async function start(site: Site) {
  const servers = startServers();
  toClose.push(servers.stop);
  posts = await Posts.open(servers.postgres);
  toClose.push(() => posts.close());
  const connection = { path: servers.redis };
  const queue = new Queue(QUEUE, {
    connection,
    defaultJobOptions: {
      attempts: ATTEMPTS,
      backoff: { type: 'exponential', delay: BACK_OFF_MS },
      removeOnComplete: true,
    },
  });
  toClose.push(() => queue.close());
  const worker = new Worker<{ id: string }>(QUEUE, ({ data }) => publish(data.id, site), {
    connection,
    concurrency: CONCURRENCY,
  });
  toClose.push(() => worker.close(true));
  // They connect again by themselves.
  queue.on('error', () => {});
  worker.on('error', () => {});
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  const apiKey = randomUUID();
  const { url, close } = await startApi({
    apiKey,
    create: (post) => create(queue, post),
    read: (id) => posts.read(id),
    list: (limit) => posts.list(limit),
  });
  toClose.push(async () => close());
  return { url, apiKey };
}

/** Two stores and no transaction around them: a process that dies in between leaves a post that nobody publishes. */
async function create(queue: Queue, newPost: NewPost) {
  const post = await posts.insert(newPost);
  const delay = Math.max(0, Date.parse(newPost.scheduledFor) - Date.now());
  await queue.add('publish', { id: post.id }, { jobId: post.id, delay });
  return post;
}

/** One that dies after the call and before the row is written is run again by BullMQ: the post is out twice. */
async function publish(id: string, site: Site): Promise<void> {
  const post = await posts.begin(id);
  if (post === undefined) return;
  const result = await publishAtOnce(post, site);
  if (!result.success) throw new Error(result.error);
  await posts.finish(id, result.externalId);
}

const operations: PeerOperations = { start, unpublished: () => posts.unpublished() };

serveParent(operations, async () => {
  // One that cannot be closed must not keep the others, least of all the servers.
  for (const close of toClose.reverse()) await close().catch(() => {});
});
