import type * as z from 'zod';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { GuardedFetch } from '../http/safe-fetch.ts';
import type { PlatformAbout } from './about.ts';
import type { DistributionContent } from './content.ts';
import type { ContentRules } from './content-rules.ts';
import type { PlatformMetrics } from './metrics.ts';
import type { PreparationNote } from './preparation-note.ts';

export type DiscardExtent = 'all' | 'strays';

/**
 * What every platform implements.
 *
 * No method touches AWS. Every failure is thrown as a `PlatformError` (`./platform-failure.ts`); whatever may have
 * taken effect at the platform without our knowing (timeout, lost connection, 5xx on a create) is `UNKNOWN_OUTCOME`.
 */
export interface PlatformAdapter {
  readonly about: PlatformAbout;
  readonly rules: PlatformRules;
  /**
   * Shape of `publishConfig`, `credentials` and `platformSpecific`: strict, so that a misspelt field is refused. Fields
   * of the first two have descriptions; one that Herald fills in by itself is `readOnly`.
   */
  readonly schemas: { publishConfig: z.ZodType; credentials: z.ZodType; platformSpecific: z.ZodType };

  /**
   * Loads what the calls need, which is most of the code. Each call does so by itself; whoever has a due moment to keep asks
   * for it before. Missing: it is there with the rest.
   */
  load?(): Promise<unknown>;

  /** Every problem at once. Pure. */
  validate(content: DistributionContent): ContentProblem[];
  /** What would be sent, as the platform would get it. Pure. */
  preview(content: DistributionContent): Record<string, unknown>;
  /** Asks the platform whether the credentials work. */
  verify(context: PlatformContext): Promise<AccountInfo>;

  /**
   * Invisible and resumable slow work: uploads, containers, drafts. `saved` is what an earlier run of the same text
   * saved; each name of what was made goes through `context.save` before the next step.
   */
  prepare?(context: PublishContext, content: DistributionContent, saved: Prepared): Promise<Prepared>;
  /** What `prepare` had to leave out of the post, by what it answered. Goes on record. */
  notesOf?(prepared: Prepared): PreparationNote[];
  /**
   * Undoes `prepare`: all of it after a cancel or an edit, or what other workers made of the same text beside `prepared`,
   * which stays. Nothing to undo is success. Answers how many things it took away.
   */
  discard?(context: PublishContext, prepared: Prepared, extent: DiscardExtent): Promise<number>;
  /**
   * A thread: one content for each visible call, the first included. Each part is published, and found again, by itself;
   * `context.publication` says which part it is and what it answers to. Missing, or one part: a single post.
   */
  parts?(content: DistributionContent): DistributionContent[];
  /** The one visible call. */
  publish(context: PublishContext, content: DistributionContent, prepared: Prepared): Promise<PublishResult>;
  /** Whether a publish whose outcome is unknown took effect, by the strongest mark the platform offers. */
  find?(
    context: PublishContext,
    content: DistributionContent,
    prepared: Prepared,
  ): Promise<PublishResult | 'absent' | 'undetermined'>;
  /** The platform's id in a post's web address, as a user copies it from the browser. */
  externalIdOf?(url: string): string | undefined;
  update?(context: PlatformContext, externalId: string, content: DistributionContent): Promise<PublishResult>;
  delete?(context: PlatformContext, externalId: string): Promise<void>;

  /** At most `rules.metricsPerCall` ids. An id that the platform no longer knows is missing from the answer. */
  getMetrics(context: PlatformContext, externalIds: string[]): Promise<Map<string, PlatformMetrics>>;

  /** Access that runs out. `refresh` answers the whole new credentials, which are stored before they are used. */
  readonly session?: {
    needsRefresh(credentials: unknown, now: number): boolean;
    refresh(context: PlatformContext): Promise<unknown>;
  };
}

/** Names of what was made at the platform before the visible call. Plain JSON; belongs to one version of the text. */
export type Prepared = Record<string, unknown>;

export interface PlatformContext {
  platform: { id: string; kind: string; name: string; publishConfig: Record<string, unknown>; accountId?: string };
  /** Parsed by `schemas.credentials`. */
  credentials: unknown;
  /**
   * The one way out, also for client libraries: checks every address (redirects too) against the deployment's address
   * policy, and holds the call's budget of bytes and time.
   */
  fetch: GuardedFetch;
  /** Where this deployment's own API answers, without a trailing slash. */
  apiUrl: string;
  /** Milliseconds since the epoch. */
  now(): number;
  log: { info(message: string, fields?: object): void; warn(message: string, fields?: object): void };
  /** Ends the call when the function's time runs out. */
  signal: AbortSignal;
}

export interface PublishContext extends PlatformContext {
  /** What the same post has in common over all attempts: slugs, record keys and markers are made from it. */
  publication: {
    distributionId: string;
    textVersion: number;
    createdAt: string;
    dueAt: string;
    /** 0 for a single post and for the first of a thread. */
    part: number;
    /**
     * For `find`: the first call whose outcome is not known was made then or later (ISO 8601). A post that is older is not
     * this one, even where it looks the same. Missing: nothing is known of the calls.
     */
    sentSince?: string;
    /** For `prepare`: an earlier run of this text may have made something and ended before it saved its name. */
    isRepeated?: boolean;
    /** What a later part of a thread answers to. */
    replyTo?: { root: PostReference; parent: PostReference };
  };
  /** Saves what is prepared so far; a second run of `prepare` gets them as `saved`. */
  save(prepared: Prepared): Promise<void>;
}

/** Names a public post on the platform. */
export interface PostReference {
  externalId: string;
  /** What a reply has to say beside the id, e.g. a record's hash. Plain JSON, small. */
  reference?: Record<string, unknown>;
}

export interface PublishResult extends PostReference {
  externalUrl: string | null;
  /** ISO 8601, the platform's own time where it gives one. */
  publishedAt?: string;
  /** What the platform's headers say of its limit; `resetAt` in milliseconds. */
  limit?: { remaining: number; resetAt: number };
}

export interface AccountInfo {
  accountId: string;
  accountName: string;
  followersCount: number | null;
}

/** A platform's limits and abilities, as data: validation, docs and programs read the same. */
export interface PlatformRules extends ContentRules {
  supports: { scheduling: boolean; editing: boolean; deletion: boolean; analytics: boolean };
  /** idempotent: repeating the visible call is harmless; findable: `find` can tell; blind: neither. */
  safety: 'idempotent' | 'findable' | 'blind';
  /** How long after the call `find` may still answer "absent" although the post is there: the platform shows it late. */
  absentAfterSeconds: number;
  /** How long before the due time Scheduler wakes the publisher. */
  wakeLeadSeconds: number;
  metricsPerCall: number;
  /** This deployment's own practice network: an account without credentials gets an API key of Herald. */
  ownNetwork?: true;
}
