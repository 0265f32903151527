import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../../infra/local/cloud/local-cloud.ts';
import { att, lambdaFunction, ref, removeFolder, writeAssembly } from './fixtures/template.ts';

const api = { ApiId: ref('Api') };
const integration = (id: string, more: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ...api,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: att(id),
    PayloadFormatVersion: '2.0',
    ...more,
  },
});
const route = (RouteKey: string, more: object = {}, target = 'Integration') => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ...api, RouteKey, Target: { 'Fn::Join': ['', ['integrations/', ref(target)]] }, ...more },
});
const permission = (id: string, path: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: att(id),
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', ref('Api'), path]] },
  },
});
const authorized = { AuthorizationType: 'CUSTOM', AuthorizerId: ref('Authorizer') };

const template = {
  Resources: {
    ...lambdaFunction('Web', { handler: 'index.handler', asset: 'web', timeout: 5 }),
    ...lambdaFunction('Guard', { handler: 'index.authorizer', asset: 'web' }),
    ...lambdaFunction('Closed', { handler: 'index.handler', asset: 'web' }),
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'fixture', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ...api,
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      },
    },
    Integration: integration('Web', { TimeoutInMillis: 2000 }),
    ClosedIntegration: integration('Closed'),
    WebPermission: permission('Web', '/*/*'),
    GuardPermission: permission('Guard', '/authorizers/*'),
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ...api,
        Name: 'guard',
        AuthorizerType: 'REQUEST',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerUri: {
          'Fn::Join': [
            '',
            ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', att('Guard'), '/invocations'],
          ],
        },
        IdentitySource: ['$request.header.Authorization'],
        AuthorizerResultTtlInSeconds: 60,
      },
    },
    Echo: route('POST /echo/{id}'),
    Mode: route('GET /mode/{mode}'),
    Exact: route('GET /mode/exact'),
    Rest: route('ANY /files/{path+}'),
    Private: route('GET /private', authorized),
    PrivateToo: route('GET /private/too', authorized),
    Closing: route('GET /closed', {}, 'ClosedIntegration'),
  },
};

describe('the HTTP API', () => {
  const templateDirectory = writeAssembly({ Fixture: template });
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startLocalCloud({ templateDirectory });
  });
  afterAll(async () => {
    await cloud.close();
    removeFolder(templateDirectory);
  });

  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  const json = async (response: Response | Promise<Response>) => (await (await response).json()) as any;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(cloud.url + path, { headers });
  const refusalOf = async (response: Response) => [response.status, await response.json()];

  it('gives a function the event of payload format 2.0', async () => {
    const response = await fetch(`${cloud.url}/echo/a%20b?x=1&x=2&y=%C3%A4`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: 'a=1; b=2', 'X-Custom': 'Yes' },
      body: '{"text":"ä"}',
    });
    expect(response.headers.get('apigw-requestid')).toBeTruthy();
    const event = await json(response);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /echo/{id}',
      rawPath: '/echo/a b',
      rawQueryString: 'x=1&x=2&y=%C3%A4',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-custom': 'Yes', 'content-type': 'application/json' },
      queryStringParameters: { x: '1,2', y: 'ä' },
      pathParameters: { id: 'a b' },
      requestContext: { accountId: '000000000000', stage: '$default', http: { method: 'POST', protocol: 'HTTP/1.1' } },
      body: '{"text":"ä"}',
      isBase64Encoded: false,
    });
    expect(event.headers.cookie).toBeUndefined();
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('hands over a body that is no text as base64', async () => {
    const body = new Uint8Array([0, 255]);
    const headers = { 'content-type': 'image/png' };
    const event = await (await fetch(`${cloud.url}/echo/1`, { method: 'POST', body, headers })).json();
    expect(event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('prefers the more specific path, and takes the rest of a greedy one', async () => {
    expect((await json(get('/mode/exact'))).routeKey).toBe('GET /mode/exact');
    expect(await (await get('/files/a/b%2Fc')).json()).toMatchObject({
      routeKey: 'ANY /files/{path+}',
      pathParameters: { path: 'a/b/c' },
    });
  });

  it('turns a function’s answer into the response', async () => {
    const plain = await get('/mode/plain');
    expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await plain.json()).toEqual({ hello: 'world' });
    const full = await get('/mode/full');
    expect(full.status).toBe(201);
    expect(full.headers.get('x-number')).toBe('7');
    expect(full.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new Uint8Array(await full.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('answers in AWS’s own words what never reaches a function, or fails in it', async () => {
    expect(await refusalOf(await get('/nowhere'))).toEqual([404, { message: 'Not Found' }]);
    expect(await refusalOf(await fetch(`${cloud.url}/private`, { method: 'POST' }))).toEqual([
      404,
      { message: 'Not Found' },
    ]);
    expect(await refusalOf(await get('/mode/throw'))).toEqual([500, { message: 'Internal Server Error' }]);
    expect(await refusalOf(await get('/mode/slow'))).toEqual([503, { message: 'Service Unavailable' }]);
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await refusalOf(await fetch(`${cloud.url}/echo/1`, { method: 'POST', body }))).toEqual([
      413,
      { message: 'Request Entity Too Large' },
    ]);
  });

  it('may only invoke a function that permits it', async () => {
    expect(await refusalOf(await get('/closed'))).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('asks the authorizer once a minute for the same identity, for all routes', async () => {
    const contextOf = async (path: string, authorization: string) =>
      (await json(get(path, { authorization }))).requestContext.authorizer.lambda;
    expect(await contextOf('/private', 'ann')).toMatchObject({ asked: 1, who: 'ann' });
    expect(await contextOf('/private/too', 'ann')).toMatchObject({ asked: 1, who: 'ann' });
    expect(await contextOf('/private', 'bob')).toMatchObject({ asked: 2, who: 'bob' });
    await cloud.advance(61_000);
    expect(await contextOf('/private', 'ann')).toMatchObject({ asked: 3, who: 'ann' });
  });

  it('refuses who has no identity, whom the authorizer does not let in, and everybody when it fails', async () => {
    expect(await refusalOf(await get('/private'))).toEqual([401, { message: 'Unauthorized' }]);
    expect(await refusalOf(await get('/private', { authorization: 'nobody' }))).toEqual([
      403,
      { message: 'Forbidden' },
    ]);
    expect(await refusalOf(await get('/private', { authorization: 'broken' }))).toEqual([
      500,
      { message: 'Internal Server Error' },
    ]);
  });

  it('turns away more requests than the stage allows, until time has passed', async () => {
    await cloud.advance(10_000);
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => status('/nowhere')));
    expect(answers.filter((one) => one === 404).length).toBeGreaterThanOrEqual(200);
    expect(answers.filter((one) => one === 429).length).toBeGreaterThan(0);
    await cloud.advance(2_000);
    expect(await status('/nowhere')).toBe(404);
  });

  /** Leaner than fetch, to be faster than the bucket fills. */
  function status(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const call = request(cloud.url + path, (response) => resolve(response.resume().statusCode));
      call.on('error', reject).end();
    });
  }
});
