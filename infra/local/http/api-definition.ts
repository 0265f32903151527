/** The HTTP API of the template: its routes and who answers them. */
export interface ApiDefinition {
  id: string;
  routes: RouteDefinition[];
  /** By id. */
  integrations: Map<string, IntegrationDefinition>;
  authorizers: Map<string, AuthorizerDefinition>;
  stage?: StageDefinition;
}

export interface RouteDefinition {
  /** `METHOD /path/{parameter}`, `ANY /path/{rest+}` or `$default`. */
  routeKey: string;
  integrationId: string;
  authorizerId?: string;
}

export interface IntegrationDefinition {
  functionArn: string;
  timeoutMilliseconds: number;
}

export interface AuthorizerDefinition {
  id: string;
  functionArn: string;
  /** Such as `$request.header.Authorization`. */
  identitySources: string[];
  /** How long an answer holds for the same identity; 0 asks for every request. */
  resultTtlSeconds: number;
}

export interface StageDefinition {
  name: string;
  throttle?: ThrottleDefinition;
  /** Of single routes, by route key; they do not count for the stage's own. */
  routeThrottles: Map<string, ThrottleDefinition>;
}

/** Requests per second in the long run, and how many may come at once. */
export interface ThrottleDefinition {
  rateLimit: number;
  burstLimit: number;
}
