import { randomUUID } from 'node:crypto';
import type { Prepared, PublishContext } from '../../shared/platforms/contract/adapter.ts';
import { createSafeFetch } from '../../shared/platforms/http/safe-fetch.ts';

interface Options {
  kind: string;
  publishConfig: Record<string, unknown>;
  credentials: unknown;
  accountId?: string;
  signal?: AbortSignal;
  now?: () => number;
  dueAt?: string;
}

export interface TestContext extends PublishContext {
  /** Everything that was saved of what is prepared, in order. */
  readonly saves: Prepared[];
}

/** The context an adapter gets, without a cloud. Its publication is a new one each time. */
export function platformContext(options: Options): TestContext {
  const { kind, publishConfig, credentials, accountId, signal, now = Date.now } = options;
  const createdAt = new Date(now()).toISOString();
  const saves: Prepared[] = [];
  return {
    platform: {
      id: randomUUID(),
      kind,
      name: `A ${kind} account`,
      publishConfig,
      ...(accountId !== undefined && { accountId }),
    },
    credentials,
    fetch: createSafeFetch('loopback'),
    apiUrl: String(publishConfig.apiUrl ?? 'http://127.0.0.1:1'),
    now,
    log: { info: () => undefined, warn: () => undefined },
    signal: signal ?? new AbortController().signal,
    publication: {
      distributionId: randomUUID(),
      textVersion: 1,
      createdAt,
      dueAt: options.dueAt ?? createdAt,
      part: 0,
    },
    saves,
    save: async (prepared) => void saves.push(structuredClone(prepared)),
  };
}
