interface ErrorKind {
  status: number;
  /** The same for every error with this code. */
  title: string;
  /** When Herald answers with it. */
  when: string;
  /** What the caller does; an error itself says it more exactly. */
  remedy: string;
}

/** Every code that an answer can have. `docs/errors.md` and the pages under `/api/v1/docs/errors` are made from it. */
export const errorTable = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    when: 'The body, a query parameter or a cursor does not fit its schema, or an answer would be too large. `errors` has each problem with its place.',
    remedy: 'Correct what `errors` names; `GET /api/v1/docs` has the shape of every request.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid API key',
    when: 'There is no key, or it is unknown, wrong, expired or revoked.',
    remedy: 'Send `Authorization: Bearer herald_…` with a valid key of this deployment.',
  },
  missing_scope: {
    status: 403,
    title: 'The API key lacks a scope',
    when: 'The key is valid and may not do this. `requiredScope` names what it lacks.',
    remedy: 'Use another key, or have an admin create one with `POST /api/v1/api-keys`.',
  },
  own_request: {
    status: 403,
    title: 'Another user must approve',
    when: 'The platform requires approval by a user other than the requester. The requester is the user who asked for the post or last wrote its text.',
    remedy: 'Have another key approve it, or set `allowsOwnApproval` on the platform.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    when: 'The path does not exist, or there is no such thing for this tenant.',
    remedy: 'Check the path and the id, or list what there is with GET.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Not a method of this path',
    when: 'The path exists and does not take this method. The header `Allow` and `allowed` name those that it takes.',
    remedy: 'Use one of the methods in `allowed`.',
  },
  illegal_move: {
    status: 409,
    title: 'Not possible in this status',
    when: 'The status of the distribution, cross-post or series does not allow this action.',
    remedy: 'Read it, and do what its status allows.',
  },
  conflict: {
    status: 409,
    title: 'Changed at the same moment',
    when: 'Another request or a worker changed the same thing between the reading and the writing of this request.',
    remedy: 'Read it again, and repeat the request if it still makes sense.',
  },
  time_passed: {
    status: 409,
    title: 'Its time has passed',
    when: 'What waits for an approval was planned for a time that has passed.',
    remedy: 'Approve it with `now`, or with a new `scheduledFor`.',
  },
  duplicate_content: {
    status: 409,
    title: 'The same text again',
    when: 'The same text goes to the same platform within 24 hours. `existingId` names the other post.',
    remedy: 'Change the text or the time, or send `allowDuplicate: true`.',
  },
  partly_published: {
    status: 409,
    title: 'A part of the thread is published',
    when: 'Part of the thread is on the platform already, so its text cannot change.',
    remedy: 'Let it go on as it is, or cancel it and write a new one.',
  },
  slot_taken: {
    status: 409,
    title: 'The time is taken',
    when: 'The time is a slot that is locked or holds another post. `proposals` has free times near it.',
    remedy: 'Take one of `proposals`, or send `onConflict: "next_free"`.',
  },
  time_conflict: {
    status: 409,
    title: 'Something is in the way at this time',
    when: 'A limit or the same text is in the way, and the request said to reject then. `proposals` has free times near it.',
    remedy: 'Take one of `proposals`, or let `onConflict` decide otherwise.',
  },
  slot_exists: {
    status: 409,
    title: 'There is a slot already',
    when: 'The platform has a slot at this moment.',
    remedy: 'Choose another moment, or change the slot that is there.',
  },
  slot_in_use: {
    status: 409,
    title: 'The slot holds a post',
    when: 'A slot that holds a post is to be moved or deleted.',
    remedy: 'Say with `post` what happens to the post.',
  },
  platform_in_use: {
    status: 409,
    title: 'The platform is in use',
    when: 'Posts still wait for the platform that is to be disconnected.',
    remedy: 'Cancel them first, or wait until they are published.',
  },
  last_admin_key: {
    status: 409,
    title: 'The last admin key',
    when: 'The key that is to be revoked is the last one of the tenant with the scope `admin`.',
    remedy: 'Create another key with the scope `admin` first.',
  },
  limit_reached: {
    status: 409,
    title: 'A limit of the tenant is reached',
    when: 'The tenant has as many of them as it may have. `setting` names the limit, `limit` is its value; `docs/limits.md` has all.',
    remedy: 'Delete some that are not needed, or ask the operator to raise the limit: `npm run admin -- set-limit`.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    when: 'The request body is over the limit of the route. `limit` has it in bytes.',
    remedy: 'Send less at once; media are given by URL.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Not a content type of this path',
    when: 'The header `Content-Type` says that the body is not JSON, or not in UTF-8.',
    remedy: 'Send `content-type: application/json`; `curl --json` does.',
  },
  content_invalid: {
    status: 422,
    title: 'The content breaks the rules of the platform',
    when: 'The text, the media or the time break the rules of the platform. `errors` has each problem with its limit.',
    remedy: 'Correct what `errors` names; `GET /api/v1/platforms/{id}/rules` has the rules as data.',
  },
  time_invalid: {
    status: 422,
    title: 'No post can be planned for this time',
    when: 'The time cannot be read, has passed, is outside the window of the platform, or the platform takes no planned posts. `errors` has each problem.',
    remedy: 'Correct what `errors` names, or publish at once.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key was used before',
    when: 'The `Idempotency-Key` came with another body within 24 hours.',
    remedy: 'Use a new key for a new request, or repeat the first request unchanged.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    when: 'The key, or all keys of the tenant together, have used up their permits for now. `setting` names the limit, `limit` is its value per minute, and the header `Retry-After` has the seconds until there are enough again.',
    remedy: 'Wait as long as `Retry-After` says, then repeat the request.',
  },
  answer_too_large: {
    status: 500,
    title: 'Done, but the answer is too large',
    when: 'The request has been carried out, and its answer has more bytes than Herald can send.',
    remedy: 'Do not repeat it: read what came of it with GET.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    when: 'Herald met an error that it does not know.',
    remedy: 'Try again, with the same `Idempotency-Key`. If it happens again, tell the operator the `requestId`.',
  },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    when: 'A service that Herald needs is busy or does not answer, or other requests were changing the same thing. The header `Retry-After` says when to try again.',
    remedy: 'Try again after `Retry-After` seconds, with the same `Idempotency-Key`.',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorTable;
export const errorCodes = Object.keys(errorTable) as ErrorCode[];
