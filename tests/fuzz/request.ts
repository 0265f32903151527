import type { Random } from '../crash/random.ts';
import { hostileBody, hostileHeaders, hostileQueries, hostileSegments } from './hostile.ts';
import { JsonValues } from './json-values.ts';
import { randomId } from './random-id.ts';
import { spoil } from './spoil.ts';
import type { Tenant } from './tenant.ts';

// biome-ignore lint/suspicious/noExplicitAny: the document as it is served
type Json = any;

export interface Operation {
  method: string;
  path: string;
  operationId: string;
  parameters: Json[];
  /** By content type. */
  bodies: Record<string, Json>;
}

export interface FuzzRequest {
  operation: Operation;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  /** The path names a thing of another tenant. */
  isForeign: boolean;
}

/** What is wrong with a request. */
type Manner = 'valid' | 'nearly' | 'hostile';

export function operationsOf(document: Json): Operation[] {
  return Object.entries(document.paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, { operationId, parameters = [], requestBody }]: [string, Json]) => ({
      method: method.toUpperCase(),
      path,
      operationId,
      parameters,
      bodies: requestBody?.content ?? {},
    })),
  );
}

/** A request for one operation, valid, nearly valid or hostile. */
export function makeRequest(
  document: Json,
  operation: Operation,
  { random, tenant, others }: { random: Random; tenant: Tenant; others: Tenant[] },
): FuzzRequest {
  const manner = random.pickWeighted<Manner>({ valid: 50, nearly: 32, hostile: 18 });
  const values = new JsonValues(document, random, tenant);
  const isForeign = /\{(?:id|platformId)\}/.test(operation.path) && others.length > 0 && random.chance(0.08);
  const owner = isForeign ? random.pick(others) : tenant;
  // A longer one ends at the gateway, which takes 10,240 bytes of line and headers.
  const path = (fillPath(operation, owner, random, manner) + queryOf(operation, values, random, manner)).slice(
    0,
    8_000,
  );
  const headers: Record<string, string> = { authorization: keyOf(tenant, random, manner) };
  let body: Buffer | undefined;
  const contentType = random.pick(Object.keys(operation.bodies));
  if (contentType !== undefined) {
    headers['content-type'] = contentType;
    body = bodyOf(operation.bodies[contentType].schema, { values, random, tenant, contentType, manner });
  }
  if (operation.method === 'POST' && random.chance(0.2)) {
    headers['idempotency-key'] = random.chance(0.5) ? randomId(random) : `key-${random.between(1, 5)}`;
  }
  if (manner === 'hostile' && random.chance(0.3)) Object.assign(headers, random.pick(hostileHeaders));
  const method =
    manner === 'hostile' && random.chance(0.08)
      ? random.pick(['PUT', 'HEAD', 'OPTIONS', 'PATCH', 'DELETE', 'POST', 'GET'])
      : operation.method;
  if (method === 'GET' || method === 'HEAD') body = undefined;
  return { operation, method, path, headers, body, isForeign: isForeign && method === operation.method };
}

/** Which list of a tenant's things a path parameter is of: the part of the path before it. */
function kindOf(path: string, name: string): string {
  if (name === 'platformId') return 'platforms';
  return /([\w-]+)\/(?:\{platformId\}\/)?\{(?:id|key)\}/.exec(path)?.[1] ?? 'distributions';
}

function fillPath({ path, parameters }: Operation, owner: Tenant, random: Random, manner: Manner): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (manner === 'hostile' && random.chance(0.25)) return random.pick(hostileSegments);
    if (manner === 'nearly' && random.chance(0.1)) return randomId(random);
    if (name === 'code') return random.pick(['slot_taken', 'internal', 'nonsense']);
    if (name === 'key') {
      const known = owner.idOf('slots', random);
      const isKey = known.includes('#');
      return encodeURIComponent(isKey ? known : parameters.find((one) => one.name === 'key').schema.example);
    }
    return owner.idOf(kindOf(path, name), random);
  });
}

function queryOf({ parameters }: Operation, values: JsonValues, random: Random, manner: Manner): string {
  if (manner === 'hostile' && random.chance(0.2)) return `?${random.pick(hostileQueries)}`;
  const query = parameters.filter((one) => one.in === 'query' && (one.required || random.chance(0.35)));
  const entries = query.map(({ name, schema }): [string, string] => {
    const value = values.make(schema, name);
    return [name, textOf(manner === 'nearly' && random.chance(0.3) ? spoil(value, random) : value)];
  });
  if (manner === 'nearly' && random.chance(0.05)) entries.push(['surprise', '1']);
  const text = new URLSearchParams(entries).toString();
  return text === '' ? '' : `?${text}`;
}

/** JSON where `String` has none: a hostile object may have a `toString` that is not a function. */
const textOf = (value: Json): string =>
  value !== null && typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);

function keyOf({ keys }: Tenant, random: Random, manner: Manner): string {
  if (manner === 'hostile' && random.chance(0.05)) {
    return random.pick([
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${keys[0]!.slice(0, -1)}0`,
      'Basic YTpi',
      `bearer ${keys[0]}`,
    ]);
  }
  const limited = keys.slice(1);
  return `Bearer ${limited.length > 0 && random.chance(0.06) ? random.pick(limited) : keys[0]}`;
}

function bodyOf(
  schema: Json,
  how: { values: JsonValues; random: Random; tenant: Tenant; contentType: string; manner: Manner },
): Buffer {
  const { values, random, tenant, contentType, manner } = how;
  if (contentType !== 'application/json') return Buffer.from(fileOf(contentType, how));
  const value = values.make(schema);
  const spoiled = manner === 'valid' ? value : spoil(value, random, manner === 'hostile' ? 3 : 1);
  const json = tenant.defused(JSON.stringify(onThisMachine(spoiled, tenant, random)) ?? 'null');
  return manner === 'hostile' && random.chance(0.5) ? hostileBody(random, json) : Buffer.from(json);
}

const SERVER_FIELDS = new Map<unknown, string>([
  ['bluesky', 'service'],
  ['x', 'apiUrl'],
  ['wordpress', 'apiUrl'],
]);

/** A kind whose server is elsewhere unless it is named gets the run's own. */
function onThisMachine(value: Json, tenant: Tenant, random: Random): Json {
  const field = SERVER_FIELDS.get(value?.kind);
  if (field === undefined) return value;
  return { ...value, publishConfig: { [field]: tenant.url(random) } };
}

function fileOf(contentType: string, { values, random, tenant, manner }: Parameters<typeof bodyOf>[1]): string {
  const rows = Array.from({ length: random.between(1, 6) }, (_, index) => ({
    key: random.chance(0.5) ? `row-${random.between(1, 50)}` : `row-${index}-${random.between(1, 1e9)}`,
    platformId: tenant.idOf('platforms', random),
    body: values.make({ type: 'string' }),
    scheduledFor: values.make({ type: 'string' }, 'scheduledFor'),
  }));
  const cell = (said: string) => `"${said.replaceAll('"', '""')}"`;
  const lines = contentType.endsWith('ndjson')
    ? rows.map((row) => JSON.stringify(row))
    : ['key,platformId,body,scheduledFor', ...rows.map((row) => Object.values(row).map(cell).join(','))];
  const text = `${lines.join('\n')}\n`;
  if (manner === 'valid') return text;
  return random.pick([
    text.slice(0, random.between(0, text.length)),
    text.replace('platformId', 'platform'),
    text.replaceAll('"', "'"),
    `${text}\u0000`,
    `${text}"`,
    text + lines.at(-1)!.repeat(3),
    ',,,\n,,,\n',
  ]);
}
