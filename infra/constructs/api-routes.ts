import { Duration } from 'aws-cdk-lib';
import { type HttpApi, type HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { type ApiFunctionName, type Endpoint, publicRoutes } from '../../shared/http/endpoint.ts';
import { acknowledge } from './acknowledge.ts';
import type { HeraldFunction } from './herald-function.ts';

export interface ApiRoutesProps {
  endpoints: readonly Endpoint[];
  functions: Record<ApiFunctionName, HeraldFunction>;
  authorizer: HeraldFunction;
}

/** One route per endpoint to the function that answers it, each behind the authorizer but for the public ones. */
export function addRoutes(api: HttpApi, { endpoints, functions, authorizer }: ApiRoutesProps): void {
  const keyAuthorizer = new HttpLambdaAuthorizer('KeyAuthorizer', authorizer, {
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    // The gateway caches an answer only by an identity source, and then answers a request without that header itself,
    // with a bare 401. Taken: the other way would cost an invocation for each request. Wrong keys still reach the handler.
    identitySource: ['$request.header.Authorization'],
    // A revoked key works for at most this much longer.
    resultsCacheTtl: Duration.seconds(60),
  });
  const noAuthorizer = new HttpNoneAuthorizer();
  const integrations = new Map<ApiFunctionName, HttpLambdaIntegration>();
  const integrationOf = (name: ApiFunctionName) => {
    const known = integrations.get(name);
    if (known) return known;
    // One permission per route would grow over the 20 kB that a function's resource policy may have.
    const made = new HttpLambdaIntegration(name, functions[name], { scopePermissionToRoute: false });
    integrations.set(name, made);
    return made;
  };

  for (const endpoint of endpoints) {
    const [method, path] = endpoint.route.split(' ') as [HttpMethod, string];
    const isPublic = publicRoutes.includes(endpoint.route);
    const routes = api.addRoutes({
      path,
      methods: [method],
      integration: integrationOf(endpoint.function),
      authorizer: isPublic ? noAuthorizer : keyAuthorizer,
    });
    if (!isPublic) continue;
    for (const route of routes) {
      acknowledge(route, { 'AwsSolutions-APIG4': 'A public route: it shows health or documentation and no data.' });
    }
  }
}
