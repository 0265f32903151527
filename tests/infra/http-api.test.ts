import { describe, expect, it } from 'vitest';
import { allEndpoints } from '../../shared/http/all-endpoints.ts';
import { type Endpoint, publicRoutes, routePrefix } from '../../shared/kernel/requests/endpoint.ts';
import { synthesize } from './support/synthesize.ts';

const dev = synthesize('dev');
const routes = dev.resources('AWS::ApiGatewayV2::Route');
/** Wherever GET is, HEAD is. */
const withHead = (route: string) => (route.startsWith('GET') ? [route, route.replace('GET', 'HEAD')] : [route]);
const pascal = (name: string) => name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

describe('routes', () => {
  const isPublic = ({ route }: Endpoint) => publicRoutes.includes(route);
  const closed = allEndpoints.filter((endpoint) => !isPublic(endpoint));

  it('are two for each prefix of paths, GET and HEAD for each public endpoint, and one for the rest', () => {
    const integrations = dev.resources('AWS::ApiGatewayV2::Integration');
    const targets = routes.map(({ properties }) => {
      const integration = integrations.find(({ logicalId }) => logicalId === properties.Target['Fn::Join'][1][1].Ref)!;
      const functionId: string = integration.properties.IntegrationUri['Fn::GetAtt'][0];
      return `${properties.RouteKey} > ${functionId.slice(0, -8)}`;
    });
    const wanted = new Set([
      ...allEndpoints
        .filter(isPublic)
        .flatMap(({ route, function: name }) => withHead(route).map((one) => `${one} > ${pascal(name)}`)),
      '$default > UnknownPath',
      ...closed.flatMap((endpoint) =>
        ['', '/{proxy+}'].map((rest) => `ANY ${routePrefix(endpoint)}${rest} > ${pascal(endpoint.function)}`),
      ),
    ]);
    expect(targets.sort()).toEqual([...wanted].sort());
  });

  it('leave each prefix to one function, so that no greedy route hides the paths of another', () => {
    const functions = new Map<string, Set<string>>();
    for (const endpoint of closed) {
      const prefix = routePrefix(endpoint);
      functions.set(prefix, (functions.get(prefix) ?? new Set()).add(endpoint.function));
    }
    for (const [prefix, names] of functions) expect([...names], prefix).toHaveLength(1);
  });

  it('ask for a key, all but the public ones', () => {
    const open = routes.filter(({ properties }) => properties.AuthorizationType !== 'CUSTOM');
    const wanted = ['$default', ...publicRoutes.flatMap(withHead)];
    expect(open.map(({ properties }) => properties.RouteKey).sort()).toEqual(wanted.sort());
    for (const { properties } of routes) {
      expect(['CUSTOM', 'NONE']).toContain(properties.AuthorizationType);
      expect(Boolean(properties.AuthorizerId)).toBe(properties.AuthorizationType === 'CUSTOM');
    }
  });

  it('stay within half of what an API may have (300)', () => {
    expect(routes.length).toBeLessThanOrEqual(150);
  });

  it('cost one permission per function, not one per route', () => {
    const permitted = dev
      .resources('AWS::Lambda::Permission')
      .map(({ properties }) => properties.FunctionName['Fn::GetAtt'][0]);
    expect(new Set(permitted).size).toBe(permitted.length);
    const called = new Set(allEndpoints.map((endpoint) => endpoint.function)).size;
    // Beside the functions of routes: the authorizer, the one for unknown paths, and the four that rules start.
    expect(permitted).toHaveLength(called + 6);
  });
});

describe('the authorizer', () => {
  it('is asked for every request, with a key or without, so that the gateway refuses none with a bare 401', () => {
    const [authorizer, ...others] = dev.resources('AWS::ApiGatewayV2::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer!.properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
    });
    expect(authorizer!.properties.IdentitySource ?? []).toEqual([]);
  });
});

describe('the API', () => {
  const [api] = dev.resources('AWS::ApiGatewayV2::Api');
  const [stage] = dev.resources('AWS::ApiGatewayV2::Stage');

  it('lets no page of another origin in', () => {
    expect(api!.properties).toMatchObject({ ProtocolType: 'HTTP' });
    expect(api!.properties.CorsConfiguration).toBeUndefined();
  });

  it('lets strangers ask for unknown paths at a low rate of their own', () => {
    const [name] = Object.keys(stage!.properties.RouteSettings);
    expect(name).toBe('$default');
    expect(stage!.properties.RouteSettings.$default.ThrottlingRateLimit).toBeLessThanOrEqual(20);
    const fallback = routes.find(({ properties }) => properties.RouteKey === '$default')!;
    const { Resources } = dev.templates.Api as { Resources: Record<string, { DependsOn: string[] }> };
    expect(Resources[stage!.logicalId]!.DependsOn).toContain(fallback.logicalId);
  });

  it('is throttled as a whole', () => {
    expect(stage!.properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 400 });
  });

  it('logs each request as JSON, and neither keys nor bodies', () => {
    const format: Record<string, string> = JSON.parse(stage!.properties.AccessLogSettings.Format);
    expect(format).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Object.values(format).filter((value) => /header|body|querystring/i.test(value))).toEqual([]);
  });

  it('gives its address as an output', () => {
    const outputs = dev.templates.Api!.Outputs as Record<string, { Value: unknown }>;
    expect(outputs.ApiUrl!.Value).toEqual({ 'Fn::GetAtt': [api!.logicalId, 'ApiEndpoint'] });
  });
});

describe('stacks', () => {
  it('stay below the 500 resources that CloudFormation takes', () => {
    for (const [stack, { Resources }] of Object.entries(dev.templates)) {
      expect(Object.keys(Resources).length, stack).toBeLessThan(450);
    }
  });

  it('make nothing by a function that runs during deployment', () => {
    const types = Object.values(dev.templates).flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Type }: { Type: string }) => Type),
    );
    expect(types.filter((type) => /^Custom::|CustomResource|CDK::Metadata/.test(type))).toEqual([]);
  });
});
