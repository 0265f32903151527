import { createDemoClient } from './demo-client.ts';
import { type DemoPost, type FinishedPost, followPost } from './follow-post.ts';

export interface DemoOptions {
  url: string;
  apiKey: string;
  print(text: string): void;
  signal: AbortSignal;
}

/** Seconds from the start of the demonstration at which its posts are due. */
const DUE_AFTER_SECONDS = [4, 7, 10];

/** Shows the main job over HTTP as a user would do it. A failure prints one sentence and never stops the cloud. */
export async function runDemo(options: DemoOptions): Promise<void> {
  try {
    await demonstrate(options);
  } catch (error) {
    if (options.signal.aborted) return;
    options.print(`\nThe demonstration ended early: ${(error as Error).message}. Herald goes on running.`);
  }
}

async function demonstrate({ url, apiKey, print, signal }: DemoOptions): Promise<void> {
  const client = createDemoClient(url, apiKey, signal);
  const startedAt = Date.now();
  const tell = (text: string) => print(`  ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${text}`);

  print('\nA demonstration: three posts for a platform that is built in (--no-demo leaves it out).\n');
  const platform = await client.post<{ id: string }>('/platforms', { kind: 'sandbox', name: 'Demo network' });
  tell('connected the platform "Demo network"');
  const posts: DemoPost[] = [];
  // One after another, so that they are told in order.
  for (const [index, seconds] of DUE_AFTER_SECONDS.entries()) {
    const label = `post ${index + 1}`;
    const scheduledFor = new Date(startedAt + seconds * 1000).toISOString();
    const body = `Hello from Herald, ${label} of ${DUE_AFTER_SECONDS.length}.`;
    const { id } = await client.post<{ id: string }>('/distributions', { platformId: platform.id, body, scheduledFor });
    tell(`${label}  scheduled`);
    posts.push({ label, id, scheduledFor });
  }
  const finished = await Promise.all(posts.map((post) => followPost(client, post, tell, signal)));
  print(`\n${tableOf(finished)}\n`);
  print(nextSteps(url, apiKey, platform.id, posts[0]!.id));
}

function tableOf(posts: FinishedPost[]): string {
  const rows = posts.map(({ label, scheduledFor, status, lateByMs, externalUrl }) => [
    label,
    scheduledFor.slice(11, 23),
    status,
    lateByMs === undefined ? '' : `${lateByMs} ms`,
    externalUrl ?? '',
  ]);
  const all = [['', 'due (UTC)', 'state', 'late by', 'where'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n');
}

function nextSteps(url: string, apiKey: string, platformId: string, distributionId: string): string {
  const curl = 'curl -H "Authorization: Bearer $KEY"';
  return `Try next, in another terminal:

  KEY=${apiKey}

  # the whole story of the first post
  ${curl} ${url}/api/v1/distributions/${distributionId}/events

  # a post of your own, as a draft; then publish it by the id in the answer
  ${curl} -H 'Content-Type: application/json' ${url}/api/v1/distributions \\
    -d '{"platformId":"${platformId}","body":"My first post"}'
  ${curl} -X POST ${url}/api/v1/distributions/ID/publish

Everything else there is: ${url}/api/v1/docs
`;
}
