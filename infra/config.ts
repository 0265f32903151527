import { spawnSync } from 'node:child_process';
import * as z from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { credentialStoreNames } from '../shared/accounts/credentials/credential-store-name.ts';
import { type Concurrency, planConcurrency, USUAL_ACCOUNT } from './concurrency.ts';

export const stageNames = ['dev', 'prod'] as const;
export type StageName = (typeof stageNames)[number];

/** What differs between stages. Everything else is the same template. */
export interface StageConfig {
  stage: StageName;
  /** Herald's own version: that of package.json, and the commit that is deployed. */
  version: string;
  /** RETAIN, deletion protection and termination protection for whatever holds data. */
  keepData: boolean;
  /** Days that logs are kept. */
  logRetentionDays: 30 | 180;
  logLevel: 'DEBUG' | 'INFO';
  /** Requests per second over the whole API, and how many may come at once. */
  throttle: { rateLimit: number; burstLimit: number };
  /** Where new credentials of accounts go; those that are stored stay where they are until an operator moves them. */
  credentialStore: (typeof credentialStoreNames)[number];
  /** How much of the account's Lambda concurrency each part may use. */
  concurrency: Concurrency;
}

/** The configuration is wrong; the message is one sentence for the person at the command line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Requests per second over the whole API. */
const REQUEST_RATE = 500;

const settings: Record<StageName, Pick<StageConfig, 'keepData' | 'logRetentionDays' | 'logLevel'>> = {
  dev: { keepData: false, logRetentionDays: 30, logLevel: 'INFO' },
  prod: { keepData: true, logRetentionDays: 180, logLevel: 'INFO' },
};

const contextSchema = z.object({
  credentialStore: z
    .enum(credentialStoreNames, {
      error: ({ input }) =>
        `The context value credentialStore is ${JSON.stringify(input)}: give one of ${credentialStoreNames.join(', ')}.`,
    })
    .default('kms'),
  stage: z.enum(stageNames, {
    error: ({ input }) =>
      `Unknown stage ${JSON.stringify(input)}: give one of ${stageNames.join(', ')}, for example "-c stage=dev".`,
  }),
  accountConcurrency: z.coerce
    .number({
      error: 'The context value accountConcurrency is no number: give what npm run deploy would read, e.g. 1000.',
    })
    .int('The context value accountConcurrency must be a whole number.')
    .min(10, 'The context value accountConcurrency is under 10, which no account has.')
    .default(USUAL_ACCOUNT),
});

/**
 * Reads a stage's settings from the CDK context (`-c stage=prod -c accountConcurrency=1000`).
 * @throws {ConfigError} with one sentence that says what is wrong and what to give instead
 */
export function readConfig(
  context: { stage?: unknown; credentialStore?: unknown; accountConcurrency?: unknown },
  commit = currentCommit(),
): StageConfig {
  const parsed = contextSchema.safeParse(context);
  if (!parsed.success) throw new ConfigError(parsed.error.issues[0]!.message);
  const { stage, credentialStore, accountConcurrency } = parsed.data;
  const concurrency = planConcurrency(accountConcurrency);
  return {
    ...settings[stage],
    stage,
    credentialStore,
    concurrency,
    throttle: { rateLimit: REQUEST_RATE, burstLimit: concurrency.requests },
    version: [packageJson.version, commit].filter(Boolean).join('+'),
  };
}

/** As semantic versions name a build; undefined where this is no working copy, or there is no git. */
function currentCommit(): string | undefined {
  const cwd = import.meta.dirname;
  const { stdout, status } = spawnSync('git', ['describe', '--always', '--dirty=.changed', '--exclude=*'], { cwd });
  return status === 0 ? String(stdout).trim() : undefined;
}
