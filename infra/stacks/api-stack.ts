import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { allEndpoints } from '../../shared/http/all-endpoints.ts';
import type { ApiFunctionName, Endpoint } from '../../shared/kernel/requests/endpoint.ts';
import type { StageConfig } from '../config.ts';
import { addressPolicy } from '../constructs/address-policy.ts';
import { addFallback, addRoutes, keyAuthorizer } from '../constructs/api-routes.ts';
import {
  mayCountRequests,
  mayGetItems,
  mayPutEvents,
  mayReadTable,
  maySend,
  mayUseCredentials,
  mayUseImportFiles,
  mayUseTexts,
  mayWriteTable,
} from '../constructs/grants.ts';
import { HeraldFunction } from '../constructs/herald-function.ts';
import { HeraldHttpApi } from '../constructs/http-api.ts';
import type { DataStack } from './data-stack.ts';

export interface ApiStackProps {
  config: StageConfig;
  data: DataStack;
}

/**
 * The HTTP API: one function per resource, with the routes of its paths. It only reads and writes data; the posts stack publishes. The operations stack
 * answers for dead letters, because it knows every queue.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  /** Without a slash at the end. */
  readonly url: string;
  readonly authorizer: IHttpRouteAuthorizer;
  readonly authorizerFunction: HeraldFunction;

  constructor(scope: Construct, id: string, { config, data }: ApiStackProps) {
    super(scope, id, { stackName: `herald-${config.stage}-api`, description: 'Herald: HTTP API' });
    const { api, stage } = new HeraldHttpApi(this, 'HttpApi', { config });
    this.api = api;
    this.url = this.api.apiEndpoint;

    const make = (entry: string, seconds: number, environment = {}) =>
      new HeraldFunction(this, entry, { config, timeout: Duration.seconds(seconds), environment });
    const apiUrl = { API_URL: this.url };
    // Who plans a post looks at its media.
    const outside = addressPolicy(this);

    const authorizer = new HeraldFunction(this, 'functions/api/authorizer.ts', {
      config,
      timeout: Duration.seconds(5),
      reserved: config.concurrency.reserved?.authorizer,
    });
    mayGetItems(authorizer, data.table);
    this.authorizerFunction = authorizer;
    this.authorizer = keyAuthorizer(authorizer);

    const platforms = make('functions/api/platforms.ts', 20, { ...apiUrl, ...outside });
    mayWriteTable(platforms, data.table, ['gsi1', 'gsi2', 'gsi6']);
    mayUseCredentials(platforms, { config, key: data.credentialsKey }, 'manage');

    const distributions = make('functions/api/distributions.ts', 20, outside);
    mayWriteTable(distributions, data.table, ['gsi1', 'gsi2', 'gsi3', 'gsi4']);
    mayUseTexts(distributions, data.texts, 'read and write');
    // What is due in moments does not wait for the stream.
    maySend(distributions, data.publishQueue.queue, 'PUBLISH_QUEUE_URL');

    const contents = make('functions/api/contents.ts', 20);
    mayWriteTable(contents, data.table, ['gsi1']);
    mayUseTexts(contents, data.texts, 'read and write');

    const crossPosts = make('functions/api/cross-posts.ts', 29, outside);
    mayWriteTable(crossPosts, data.table, ['gsi1', 'gsi2']);
    mayUseTexts(crossPosts, data.texts, 'read and write');
    maySend(crossPosts, data.publishQueue.queue, 'PUBLISH_QUEUE_URL');

    const calendar = make('functions/api/calendar.ts', 20, apiUrl);
    mayWriteTable(calendar, data.table, ['gsi1', 'gsi2']);
    mayUseTexts(calendar, data.texts, 'read and write');

    const events = make('functions/api/events.ts', 20);
    mayReadTable(events, data.table, ['gsi4']);
    mayCountRequests(events, data.table);
    mayPutEvents(events, data.bus);

    // A dry run checks 5,000 rows within one request: more memory gives more processor.
    const imports = make('functions/api/imports.ts', 29, outside);
    mayWriteTable(imports, data.table, ['gsi1', 'gsi2']);
    mayUseImportFiles(imports, data.importFiles);

    const exports = make('functions/api/exports.ts', 29);
    mayReadTable(exports, data.table, ['gsi1', 'gsi2', 'gsi3', 'gsi4']);
    mayCountRequests(exports, data.table);
    mayUseTexts(exports, data.texts, 'read');

    const feeds = make('functions/api/feeds.ts', 10);
    mayWriteTable(feeds, data.table, ['gsi1']);

    const series = make('functions/api/series.ts', 20, outside);
    mayWriteTable(series, data.table, ['gsi1', 'gsi2']);
    mayUseTexts(series, data.texts, 'read and write');

    const apiKeys = make('functions/api/api-keys.ts', 10);
    mayWriteTable(apiKeys, data.table, ['gsi1']);

    const settings = make('functions/api/settings.ts', 10);
    mayWriteTable(settings, data.table);

    const health = make('functions/api/health.ts', 5);
    mayGetItems(health, data.table);

    const docs = make('functions/api/docs.ts', 10);

    const sandbox = make('functions/sandbox/sandbox.ts', 30, apiUrl);
    mayWriteTable(sandbox, data.table, ['gsi4']);

    addRoutes(this.api, {
      api: this.api,
      endpoints: allEndpoints.filter(isAnsweredHere),
      functions: {
        platforms,
        distributions,
        contents,
        'cross-posts': crossPosts,
        calendar,
        events,
        imports,
        exports,
        feeds,
        series,
        'api-keys': apiKeys,
        settings,
        health,
        docs,
        sandbox,
      },
      authorizer: this.authorizer,
    });

    addFallback(stage, make('functions/api/unknown-path.ts', 3));

    new CfnOutput(this, 'ApiUrl', { value: this.url });
  }
}

function isAnsweredHere(
  endpoint: Endpoint,
): endpoint is Endpoint & { function: Exclude<ApiFunctionName, 'dead-letters'> } {
  return endpoint.function !== 'dead-letters';
}
