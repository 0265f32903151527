import type { Herald, Json } from '../support/herald.ts';
import type { RunResult } from './run.ts';
import type { Finding } from './verdict.ts';

/** All that is known of a run that went wrong: what was injected, and the posts concerned with their events. */
export async function tellRun(herald: Herald, seed: string, { run, strikes, findings }: RunResult): Promise<string> {
  const lines = [`Run ${run} went wrong. Again: npm run test:crash -- --seed ${seed} --from ${run} --runs 1`];
  for (const { fault, at, postId } of strikes)
    lines.push(`  injected ${fault} ${at}${postId ? `, post ${postId}` : ''}`);
  for (const finding of findings) lines.push(...(await tellPost(herald, finding)));
  return `${lines.join('\n')}\n`;
}

async function tellPost(herald: Herald, { post, record, standing, faults }: Finding): Promise<string[]> {
  const { body } = await herald.api('GET', `/api/v1/distributions/${post.id}/events?limit=100`);
  const events: Json[] = body?.items ?? [];
  return [
    `  ${post.standIn.name} ${post.id}: ${faults.join('; ')}`,
    `    status ${record?.status}, standing ${standing}, acts: ${post.acts.join(', ') || 'none'}`,
    `    attempts: ${(record?.attempts ?? []).map((one: Json) => `${one.number} ${one.state}`).join(', ') || 'none'}`,
    ...(record?.error ? [`    error ${record.error.class}: ${record.error.message}`] : []),
    ...events.map(
      ({ occurredAt, type, actor, data }) => `    ${occurredAt} ${type} by ${actor} ${JSON.stringify(data)}`,
    ),
  ];
}
