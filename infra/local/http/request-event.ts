import { ACCOUNT_ID } from '../aws/identity.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { decode, type RouteMatch } from './route-table.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TEXT = /^(text\/|application\/(json|xml|javascript|[\w.-]+\+(json|xml))\s*(;|$))/i;

export interface RequestScope {
  apiId: string;
  stageName: string;
  match: RouteMatch;
}

/** The event of payload format 2.0 for a function that answers a route. */
export function requestEvent(request: GatewayRequest, scope: RequestScope, authorizerContext?: object) {
  const { routeKey } = scope.match.route;
  const { body } = request;
  // The gateway hands over what it doesn't know to be text, forms among it, as base64.
  const isBase64Encoded = body.length > 0 && !TEXT.test(request.headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey,
    ...commonParts(request, scope),
    requestContext: {
      ...requestContext(request, scope),
      ...(authorizerContext && { authorizer: { lambda: authorizerContext } }),
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

/** The event of payload format 2.0 for an authorizer. */
export function authorizerEvent(request: GatewayRequest, scope: RequestScope, identitySource: string[] | null) {
  const { routeKey } = scope.match.route;
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:us-east-1:${ACCOUNT_ID}:${scope.apiId}/${scope.stageName}/${request.method}${request.path}`,
    identitySource,
    routeKey,
    ...commonParts(request, scope),
    requestContext: requestContext(request, scope),
  };
}

function commonParts(request: GatewayRequest, { match }: RequestScope) {
  const { pathParameters } = match;
  const queryStringParameters = queryParameters(request.query);
  return {
    // It is not raw at all: the gateway decodes it.
    rawPath: decode(request.path),
    rawQueryString: request.query,
    ...(request.cookies.length > 0 && { cookies: request.cookies }),
    headers: request.headers,
    ...(Object.keys(queryStringParameters).length > 0 && { queryStringParameters }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
  };
}

function requestContext(request: GatewayRequest, { apiId, stageName, match }: RequestScope) {
  const domainName = request.headers.host ?? 'localhost';
  return {
    accountId: ACCOUNT_ID,
    apiId,
    domainName,
    domainPrefix: domainName.split('.')[0],
    http: {
      method: request.method,
      path: decode(request.path),
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: request.requestId,
    routeKey: match.route.routeKey,
    stage: stageName,
    time: logTime(new Date(request.receivedAt)),
    timeEpoch: request.receivedAt,
  };
}

/** Repeated parameters are joined by commas. */
export function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  // Also one with the name `__proto__` becomes a field, as in the JSON that AWS sends.
  return Object.fromEntries(parameters);
}

/** As web servers write it: `12/Mar/2020:19:03:58 +0000`. */
function logTime(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${two(moment.getUTCDate())}/${MONTHS[moment.getUTCMonth()]}/${moment.getUTCFullYear()}`;
  const time = [moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()].map(two).join(':');
  return `${day}:${time} +0000`;
}
