import { Duration } from 'aws-cdk-lib';
import {
  type CfnRoute,
  type CfnStage,
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type HttpStage,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import {
  type ApiFunctionName,
  type Endpoint,
  publicRoutes,
  routePrefix,
} from '../../shared/kernel/requests/endpoint.ts';
import { acknowledge } from './acknowledge.ts';
import type { HeraldFunction } from './herald-function.ts';

/** The authorizer: a function that identifies the caller. CDK adds it to the API with the first route that uses it. */
export function keyAuthorizer(authorizer: HeraldFunction): IHttpRouteAuthorizer {
  return new HttpLambdaAuthorizer('KeyAuthorizer', authorizer, {
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    // With an identity source the gateway would keep answers, and it would refuse a request without the header itself,
    // with a bare 401 that says nothing. The function keeps them instead (shared/access/known-keys.ts).
    identitySource: [],
    resultsCacheTtl: Duration.seconds(0),
  });
}

export interface ApiRoutesProps<Name extends ApiFunctionName> {
  api: HttpApi;
  endpoints: readonly (Endpoint & { function: Name })[];
  functions: Record<Name, HeraldFunction>;
  authorizer: IHttpRouteAuthorizer;
}

/** What matches no other route: `unknownPath` answers it with a problem, for which the gateway has a bare 404. */
export function addFallback(stage: HttpStage, unknownPath: HeraldFunction): void {
  const route = new HttpRoute(stage, 'Fallback', {
    httpApi: stage.api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: new HttpLambdaIntegration('UnknownPath', unknownPath, { scopePermissionToRoute: false }),
    authorizer: new HttpNoneAuthorizer(),
  });
  acknowledge(route, {
    'AwsSolutions-APIG4': 'It says of every path that nothing is there. The route has a low throttle of its own.',
  });
  const resource = stage.node.defaultChild as CfnStage;
  // Strangers try paths by the thousand. What is over the limit costs nothing and takes no worker from other functions:
  // at some milliseconds for each, one environment answers all that is within it.
  resource.routeSettings = { $default: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 } };
  // The gateway refuses settings of a route that does not exist yet.
  resource.addResourceDependency(route.node.defaultChild as CfnRoute);
}

/**
 * The routes of the functions that answer `endpoints`. An HTTP API ends at 300 routes, so each path prefix takes two,
 * behind the authorizer: the bare path and all below it. The function finds the endpoint. Public routes have a name each
 * and win over the greedy ones: API Gateway prefers a full match.
 *
 * Routes belong to the stack of `scope`, which must be that of their functions: the API's own stack cannot know later ones.
 */
export function addRoutes<Name extends ApiFunctionName>(scope: Construct, props: ApiRoutesProps<Name>): void {
  const { api, endpoints, functions, authorizer } = props;
  const noAuthorizer = new HttpNoneAuthorizer();
  const integrations = new Map<Name, HttpLambdaIntegration>();
  const integrationOf = (name: Name) => {
    const known = integrations.get(name);
    if (known) return known;
    // One permission per route would grow over the 20 kB that a function's resource policy may have.
    const made = new HttpLambdaIntegration(name, functions[name], { scopePermissionToRoute: false });
    integrations.set(name, made);
    return made;
  };
  const addRoute = (method: HttpMethod, path: string, name: Name, guard: IHttpRouteAuthorizer) =>
    new HttpRoute(scope, `${method}${path}`, {
      httpApi: api,
      routeKey: HttpRouteKey.with(path, method),
      integration: integrationOf(name),
      authorizer: guard,
    });

  const isPublic = ({ route }: Endpoint) => publicRoutes.includes(route);
  for (const endpoint of endpoints.filter(isPublic)) {
    const [method, path] = endpoint.route.split(' ') as [HttpMethod, string];
    // The gateway takes HEAD for another method, and HTTP asks for it wherever GET is.
    for (const each of method === HttpMethod.GET ? [method, HttpMethod.HEAD] : [method]) {
      acknowledge(addRoute(each, path, endpoint.function, noAuthorizer), {
        'AwsSolutions-APIG4': 'A public route: health, documentation, or a calendar behind its secret link.',
      });
    }
  }
  const closed = endpoints.filter((endpoint) => !isPublic(endpoint));
  for (const [prefix, name] of new Map(closed.map((endpoint) => [routePrefix(endpoint), endpoint.function]))) {
    addRoute(HttpMethod.ANY, prefix, name, authorizer);
    addRoute(HttpMethod.ANY, `${prefix}/{proxy+}`, name, authorizer);
  }
}
