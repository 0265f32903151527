/** What a call to the outside may cost: its bytes, and the time of each of its phases. */
export interface Budget {
  /** Of the body of a success, after unpacking. */
  maxBytes: number;
  /** What is over `maxBytes` is cut off. Default: it is an error. */
  cut?: true;
  /** Finding the address, connecting, and agreeing on encryption. */
  connectMs: number;
  /** Sending the request with its body. */
  sendMs: number;
  /** From the last byte that was sent to the end of the answer's headers. */
  headersMs: number;
  /** The same after a file was sent, which the other side looks at first. Default: `headersMs`. */
  headersAfterFileMs?: number;
  /** From the headers to the last byte of the body. */
  bodyMs: number;
}

export type BudgetName = keyof typeof budgets;

/**
 * Each kind of call that leaves the house. The caller's own signal ends most calls sooner; these hold where it gives
 * more time, or where it forgets to.
 */
export const budgets = {
  /**
   * A platform's API. The largest answers are pages of a hundred posts with their texts, and the index of a WordPress site.
   * A site that is silent holds one of the workers that all tenants share, so it has little more than a visible call.
   */
  answer: {
    ...{ maxBytes: 8 * 1_048_576, connectMs: 5_000, sendMs: 60_000, bodyMs: 20_000 },
    ...{ headersMs: 12_000, headersAfterFileMs: 30_000 },
  },
  /** A post's picture. What its platform takes is less, and the caller says so. */
  medium: { maxBytes: 32_000_000, connectMs: 5_000, sendMs: 5_000, headersMs: 15_000, bodyMs: 40_000 },
  /** The first bytes of a file, to see what it is: while a user waits for the plan of a post. */
  beginning: { maxBytes: 65_536, cut: true, connectMs: 3_000, sendMs: 3_000, headersMs: 3_000, bodyMs: 3_000 },
  feed: { maxBytes: 5 * 1_048_576, connectMs: 5_000, sendMs: 5_000, headersMs: 10_000, bodyMs: 10_000 },
} as const satisfies Record<string, Budget>;

/** A body of this size is a file: texts are less. */
export const FILE_BYTES = 262_144;

/** Nobody needs more of a refusal. The rest of it is not read; what is shown of it is far less. */
export const MAX_ERROR_BYTES = 1_048_576;
