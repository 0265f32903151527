import { createHash } from 'node:crypto';
import { AtUri, jsonToLex, lexicons } from '@atproto/api';
import { type DoubleAnswer, type DoubleRequest, startDouble } from './http-double.ts';
import { type PlatformDouble, parseJson } from './platform-double.ts';

const COLLECTION = 'app.bsky.feed.post';
const DID = 'did:plc:abcdefghijklmnopqrstuvwx';
const ACCESS_SECONDS = 7200;

interface Blob {
  cid: string;
  mimeType: string;
  size: number;
}

export interface BlueskyDouble extends PlatformDouble {
  identifier: string;
  appPassword: string;
  did: string;
  /** Handles that can be mentioned. */
  people: Map<string, string>;
  logins(): number;
  /** Drops every blob that no record uses, as servers do after a while. */
  dropUnusedBlobs(): void;
  /** From now on no access or refresh token is taken any more. */
  endSessions(): void;
}

/** A small stand-in for a PDS with its AppView behind it. Records are checked by the official schemas. */
export async function startBlueskyServer(): Promise<BlueskyDouble> {
  const identifier = 'account.test';
  const appPassword = 'abcd-efgh-ijkl-mnop';
  const records = new Map<string, Record<string, unknown>>();
  const blobs = new Map<string, Blob>();
  const people = new Map([[identifier, DID]]);
  const tokens = new Map<string, 'access' | 'refresh'>();
  let serial = 0;
  let logins = 0;

  const newTokens = () => {
    const [accessJwt, refreshJwt] = [jwt(++serial, ACCESS_SECONDS), jwt(++serial, 90 * 86_400)];
    tokens.set(accessJwt, 'access').set(refreshJwt, 'refresh');
    return { did: DID, handle: identifier, accessJwt, refreshJwt, active: true };
  };

  const createSession = (request: DoubleRequest): DoubleAnswer => {
    const { identifier: given, password } = parseJson(request, invalid);
    if (given !== identifier || password !== appPassword)
      return refuse(401, 'AuthenticationRequired', 'Invalid identifier or password');
    logins++;
    const service = [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: double.url }];
    return { status: 200, body: { ...newTokens(), didDoc: { id: DID, service } } };
  };

  const refreshSession = (token: string): DoubleAnswer => {
    if (tokens.get(token) !== 'refresh') return refuse(400, 'ExpiredToken', 'Token has been revoked');
    tokens.delete(token);
    return { status: 200, body: newTokens() };
  };

  const uploadBlob = ({ headers, body }: DoubleRequest): DoubleAnswer => {
    const mimeType = headers['content-type'] ?? '';
    if (!mimeType.startsWith('image/')) return invalid('Request encoding (Content-Type) is not supported');
    const cid = rawCid(body);
    blobs.set(cid, { cid, mimeType, size: body.length });
    return { status: 200, body: { blob: { $type: 'blob', ref: { $link: cid }, mimeType, size: body.length } } };
  };

  const matches = (ref: { uri: string; cid?: string }): boolean => {
    const record = records.get(new AtUri(ref.uri).rkey);
    return record !== undefined && rawCid(JSON.stringify(record)) === ref.cid;
  };

  const putRecord = (request: DoubleRequest): DoubleAnswer => {
    const { repo, collection, rkey, record } = parseJson(request, invalid);
    if (repo !== DID || collection !== COLLECTION) return invalid('This repo or collection is not here');
    if (!/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(String(rkey)))
      return invalid('Invalid record key: not a TID');
    try {
      lexicons.assertValidRecord(COLLECTION, jsonToLex(record as never));
    } catch (error) {
      return invalid(`Invalid ${COLLECTION} record: ${error instanceof Error ? error.message : ''}`);
    }
    const missing = blobsIn(record).find((cid) => !blobs.has(cid));
    if (missing !== undefined) return refuse(400, 'BlobNotFound', `Could not find blob: ${missing}`);
    records.set(String(rkey), record as Record<string, unknown>);
    return {
      status: 200,
      body: { uri: uri(String(rkey)), cid: rawCid(JSON.stringify(record)), validationStatus: 'valid' },
    };
  };

  const getPosts = ({ searchParams }: URL): DoubleAnswer => {
    const uris = searchParams.getAll('uris');
    if (uris.length > 25) return invalid('uris must not have more than 25 elements');
    const found = uris.filter((one) => records.has(new AtUri(one).rkey));
    const author = { did: DID, handle: identifier };
    const posts = found.map((one) => {
      const record = records.get(new AtUri(one).rkey);
      return { uri: one, cid: rawCid(one), author, record, indexedAt: new Date().toISOString(), ...figures };
    });
    return { status: 200, body: { posts } };
  };

  const authorised = (request: DoubleRequest, method: string): DoubleAnswer => {
    const { url } = request;
    switch (method) {
      case 'com.atproto.server.getSession':
        return { status: 200, body: { did: DID, handle: identifier, active: true } };
      case 'app.bsky.actor.getProfile':
        return { status: 200, body: { did: DID, handle: identifier, followersCount: 55 } };
      case 'com.atproto.identity.resolveHandle': {
        const did = people.get(url.searchParams.get('handle') ?? '');
        return did === undefined ? invalid('Unable to resolve handle') : { status: 200, body: { did } };
      }
      case 'com.atproto.repo.uploadBlob':
        return uploadBlob(request);
      case 'com.atproto.repo.putRecord':
        return putRecord(request);
      case 'com.atproto.repo.deleteRecord':
        records.delete(String(parseJson(request, invalid).rkey));
        return { status: 200, body: {} };
      case 'com.atproto.repo.getRecord': {
        const rkey = url.searchParams.get('rkey') ?? '';
        const value = records.get(rkey);
        if (value === undefined) return refuse(400, 'RecordNotFound', `Could not locate record: ${uri(rkey)}`);
        return { status: 200, body: { uri: uri(rkey), cid: rawCid(JSON.stringify(value)), value } };
      }
      case 'app.bsky.feed.getPosts':
        return getPosts(url);
      default:
        return refuse(501, 'MethodNotImplemented', 'Method Not Implemented');
    }
  };

  const double = await startDouble((request) => {
    const method = request.url.pathname.replace('/xrpc/', '');
    const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
    if (method === 'com.atproto.server.createSession') return createSession(request);
    if (scheme !== 'Bearer') return refuse(401, 'AuthMissing', 'Authentication Required');
    if (method === 'com.atproto.server.refreshSession') return refreshSession(token);
    if (tokens.get(token) !== 'access') return refuse(400, 'ExpiredToken', 'Token has expired');
    return authorised(request, method);
  });

  return {
    ...double,
    identifier,
    appPassword,
    did: DID,
    people,
    get posts() {
      return [...records.values()];
    },
    links: () =>
      [...records].map(([rkey, record]) => {
        const { parent, root } = (record.reply ?? {}) as Partial<Record<'parent' | 'root', { uri: string }>>;
        // A reply that names another content than what stands there hangs on nothing, and every thread has one root.
        const isWhole = [parent, root].every((ref) => ref !== undefined && matches(ref));
        return { id: uri(rkey), ...(isWhole && { parent: parent!.uri }) };
      }),
    // Blobs that no record uses vanish by themselves.
    leftovers: () => [],
    logins: () => logins,
    endSessions: () => tokens.clear(),
    dropUnusedBlobs() {
      const used = new Set([...records.values()].flatMap(blobsIn));
      for (const cid of blobs.keys()) if (!used.has(cid)) blobs.delete(cid);
    },
    isPublish: ({ url }) => url.pathname.endsWith('putRecord'),
    answers: {
      rateLimited: (resetAt) => ({
        ...refuse(429, 'RateLimitExceeded', 'Rate Limit Exceeded'),
        headers: {
          'ratelimit-limit': '5000',
          'ratelimit-remaining': '0',
          'ratelimit-reset': String(Math.ceil(resetAt / 1000)),
          'ratelimit-policy': '5000;w=3600',
        },
      }),
      serverError: () =>
        refuse(500, 'InternalServerError', `Failed for ${appPassword} ${[...tokens.keys()].join(' ')}`),
      unauthorized: refuse(401, 'AuthenticationRequired', 'Invalid identifier or password'),
      rejected: invalid('Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes'),
    },
  };
}

const figures = { likeCount: 9, repostCount: 2, quoteCount: 1, replyCount: 3, bookmarkCount: 4 };

function jwt(serial: number, seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return `${part({ typ: 'at+jwt', alg: 'HS256' })}.${part({ sub: DID, exp, jti: serial })}.c2lnbmF0dXJl`;
}

function uri(rkey: string): string {
  return `at://${DID}/${COLLECTION}/${rkey}`;
}

/** The content's address: CIDv1, raw, SHA-256, in base32. */
function rawCid(content: Buffer | string): string {
  const bytes = Buffer.concat([Buffer.from([0x01, 0x55, 0x12, 0x20]), createHash('sha256').update(content).digest()]);
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return `b${groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')}`;
}

function blobsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { $type, ref } = value as { $type?: unknown; ref?: { $link?: string } };
  if ($type === 'blob') return [String(ref?.$link)];
  return Object.values(value).flatMap(blobsIn);
}

function refuse(status: number, error: string, message: string): DoubleAnswer {
  return { status, body: { error, message } };
}

function invalid(message: string): DoubleAnswer {
  return refuse(400, 'InvalidRequest', message);
}
