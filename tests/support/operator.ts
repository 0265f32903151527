import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableRuleCommand, EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Herald } from './herald.ts';

/** `npm run admin -- ...` on a running cloud, as an operator types it. */
export async function runAdmin({ cloud }: Herald, ...args: string[]): Promise<{ code: number; output: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'herald-admin-'));
  const { awsEndpoint, outputs, adminCredentials: credentials } = cloud;
  writeFileSync(join(directory, 'local.json'), JSON.stringify({ pid: process.pid, awsEndpoint, outputs, credentials }));
  try {
    return await new Promise((resolve) => {
      const command = ['functions/admin/main.ts', ...args, '--data', directory];
      execFile(process.execPath, command, (error, stdout, stderr) => {
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

/** No sweep and no plan from now on: what they would mend stays as it is. */
export async function stopClocks(herald: Herald): Promise<void> {
  const events = new EventBridgeClient(settingsOf(herald));
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  for (const { Name } of Rules) await events.send(new DisableRuleCommand({ Name }));
}
