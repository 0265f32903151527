import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Herald } from './herald.ts';

/** For processes whose machine has the time that the cloud had when the test began: that may be ahead of this machine's. */
export const withItsClock = ({ clockOffset }: Herald) => ({
  NODE_OPTIONS: `--import=${new URL('./shifted-clock.ts', import.meta.url).href}`,
  HERALD_CLOCK_OFFSET: String(clockOffset),
});

/** `npm run admin -- ...` on a running cloud, as an operator types it. */
export async function runAdmin(herald: Herald, ...args: string[]): Promise<{ code: number; output: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'herald-admin-'));
  const { awsEndpoint, outputs, adminCredentials: credentials } = herald.cloud;
  writeFileSync(join(directory, 'local.json'), JSON.stringify({ pid: process.pid, awsEndpoint, outputs, credentials }));
  try {
    return await new Promise((resolve) => {
      const command = ['functions/admin/main.ts', ...args, '--data', directory];
      const env = { ...process.env, ...withItsClock(herald) };
      execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      });
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Gives this process what that command gives its own, for use cases on a cloud whose clock was moved. */
export function beOperator({ cloud }: Herald): void {
  for (const [name, value] of Object.entries(cloud.outputs)) {
    process.env[name.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase()] = value;
  }
}

const settingsOf = ({ cloud }: Herald) => ({
  endpoint: cloud.awsEndpoint,
  region: 'us-east-1',
  credentials: cloud.adminCredentials,
});

export const schedulerOf = (herald: Herald) => new SchedulerClient(settingsOf(herald));

/** No sweep and no plan until the herald is closed: what they would mend stays as it is. */
export async function stopClocks(herald: Herald): Promise<void> {
  const events = new EventBridgeClient(settingsOf(herald));
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  for (const { Name } of Rules) await events.send(new DisableRuleCommand({ Name }));
  herald.whenClosed(() => Promise.all(Rules.map(({ Name }) => events.send(new EnableRuleCommand({ Name })))));
}
