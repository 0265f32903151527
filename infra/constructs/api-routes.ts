import { Duration } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
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
    // The gateway caches an answer only by an identity source, and then answers a request without that header itself,
    // with a bare 401. Without it each request would cost an invocation. Requests with a wrong key still reach the function.
    identitySource: ['$request.header.Authorization'],
    // A revoked key works for at most this much longer.
    resultsCacheTtl: Duration.seconds(60),
  });
}

export interface ApiRoutesProps<Name extends ApiFunctionName> {
  api: HttpApi;
  endpoints: readonly (Endpoint & { function: Name })[];
  functions: Record<Name, HeraldFunction>;
  authorizer: IHttpRouteAuthorizer;
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
    acknowledge(addRoute(method, path, endpoint.function, noAuthorizer), {
      'AwsSolutions-APIG4': 'A public route: health, documentation, or a calendar behind its secret link.',
    });
  }
  const closed = endpoints.filter((endpoint) => !isPublic(endpoint));
  for (const [prefix, name] of new Map(closed.map((endpoint) => [routePrefix(endpoint), endpoint.function]))) {
    addRoute(HttpMethod.ANY, prefix, name, authorizer);
    addRoute(HttpMethod.ANY, `${prefix}/{proxy+}`, name, authorizer);
  }
}
