import { describe, expect, it } from 'vitest';
import { allEndpoints } from '../../shared/http/all-endpoints.ts';
import { type Endpoint, publicRoutes, routePrefix } from '../../shared/kernel/requests/endpoint.ts';
import { synthesize } from './support/synthesize.ts';

const dev = synthesize('dev');
const routes = dev.resources('AWS::ApiGatewayV2::Route');
const pascal = (name: string) => name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

describe('routes', () => {
  const isPublic = ({ route }: Endpoint) => publicRoutes.includes(route);
  const closed = allEndpoints.filter((endpoint) => !isPublic(endpoint));

  it('are two for each prefix of paths and one for each public endpoint, to the function that answers it', () => {
    const integrations = dev.resources('AWS::ApiGatewayV2::Integration');
    const targets = routes.map(({ properties }) => {
      const integration = integrations.find(({ logicalId }) => logicalId === properties.Target['Fn::Join'][1][1].Ref)!;
      const functionId: string = integration.properties.IntegrationUri['Fn::GetAtt'][0];
      return `${properties.RouteKey} > ${functionId.slice(0, -8)}`;
    });
    const wanted = new Set([
      ...allEndpoints.filter(isPublic).map((endpoint) => `${endpoint.route} > ${pascal(endpoint.function)}`),
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
    expect(open.map(({ properties }) => properties.RouteKey).sort()).toEqual([...publicRoutes].sort());
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
    // Beside the functions of routes: the authorizer, and the four that rules start.
    expect(permitted).toHaveLength(called + 5);
  });
});

describe('the authorizer', () => {
  it('answers in the simple form, and its answer is kept for a minute by the header', () => {
    const [authorizer, ...others] = dev.resources('AWS::ApiGatewayV2::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer!.properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 60,
    });
  });
});

describe('the API', () => {
  const [api] = dev.resources('AWS::ApiGatewayV2::Api');
  const [stage] = dev.resources('AWS::ApiGatewayV2::Stage');

  it('lets no page of another origin in', () => {
    expect(api!.properties).toMatchObject({ ProtocolType: 'HTTP' });
    expect(api!.properties.CorsConfiguration).toBeUndefined();
  });

  it('is throttled as a whole', () => {
    expect(stage!.properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 });
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
