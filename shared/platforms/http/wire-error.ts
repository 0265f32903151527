/** Why a call brought no answer that can be used. */
export class WireError extends Error {
  override readonly name = 'WireError';
  /** One of ours, e.g. `HEADERS_TIMEOUT`, or Node's, e.g. `ECONNRESET`. */
  readonly code: string;
  /** Whether anything of the request may have arrived. Without a connection nothing has. */
  readonly sent: boolean;

  /** @param what a clause that goes on from the name of the server: "answered with a body of more than 8 MB" */
  constructor(what: string, { code, sent }: { code: string; sent: boolean }) {
    super(what);
    this.code = code;
    this.sent = sent;
  }
}

/** The body of a success is larger than its budget. */
export class AnswerTooLargeError extends WireError {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`answered with a body of more than ${maxBytes} bytes`, { code: 'ANSWER_TOO_LARGE', sent: true });
    this.maxBytes = maxBytes;
  }
}

/** A redirect that is not followed. */
export class RedirectRefusedError extends WireError {
  /** Where it leads, without credentials; undefined where that is no address. */
  readonly to: string | undefined;
  /** The server says that this is so for good (301, 308). */
  readonly isPermanent: boolean;

  constructor(what: string, { to, isPermanent }: { to: string | undefined; isPermanent: boolean }) {
    super(what, { code: 'REDIRECT_REFUSED', sent: true });
    this.to = to;
    this.isPermanent = isPermanent;
  }
}
