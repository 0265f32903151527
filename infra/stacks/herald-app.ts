import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readConfig } from '../config.ts';
import { ApiStack } from './api-stack.ts';
import { DataStack } from './data-stack.ts';
import { EventsStack } from './events-stack.ts';
import { IntakeStack } from './intake-stack.ts';
import { MetricsStack } from './metrics-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { PublishingStack } from './publishing-stack.ts';

/**
 * The whole of Herald for one stage, as both clouds run it.
 *
 * The context of cdk.json is read here as well: its feature flags shape the template, so `cdk synth`, plain
 * `node infra/app.ts` and the tests must all see them. What the command line gives (`-c`) still wins.
 *
 * @throws {ConfigError} when the stage is unknown or another context value is wrong
 */
export function createHeraldApp(props: AppProps = {}): App {
  const app = new App({ ...props, context: { ...cdkJson.context, ...props.context } });
  const config = readConfig({
    stage: app.node.tryGetContext('stage'),
    alarmTopicArn: app.node.tryGetContext('alarmTopicArn'),
  });

  // Every stack needs those before it and none after: the API knows neither the publishers nor the planners.
  const data = new DataStack(app, 'Data', { config });
  const api = new ApiStack(app, 'Api', { config, data });
  const publishing = new PublishingStack(app, 'Publishing', { config, data, apiUrl: api.url });
  const metrics = new MetricsStack(app, 'Metrics', { config, data, apiUrl: api.url });
  const events = new EventsStack(app, 'Events', { config, data });
  const intake = new IntakeStack(app, 'Intake', { config, data });
  new OperationsStack(app, 'Operations', { config, data, api, publishing, metrics, events, intake });

  Tags.of(app).add('service', 'herald');
  Tags.of(app).add('stage', config.stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}
