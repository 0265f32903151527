import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readConfig } from '../config.ts';
import { ApiStack } from './api-stack.ts';
import { DataStack } from './data-stack.ts';
import { EventsStack } from './events-stack.ts';
import { FeedsStack } from './feeds-stack.ts';
import { ImportsStack } from './imports-stack.ts';
import { LearningStack } from './learning-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { PostsStack } from './posts-stack.ts';
import { SeriesStack } from './series-stack.ts';

/**
 * The whole of Herald for one stage, as both clouds run it.
 *
 * Reads the context of cdk.json itself: its feature flags shape the template, so `cdk synth`, plain `node infra/app.ts`
 * and the tests must all see them. A value of the command line (`-c`) wins.
 *
 * @param isUnchecked leaves out the checks of CDK and cdk-nag, which take longer than the rest; the template is the same
 * @throws {ConfigError} when the stage is unknown or another context value is wrong
 */
export function createHeraldApp(props: AppProps = {}, { isUnchecked = false } = {}): App {
  const context = { ...cdkJson.context, ...props.context };
  const app = new App({ ...(isUnchecked && { builtinCloudFormationValidation: false }), ...props, context });
  const config = readConfig({
    stage: app.node.tryGetContext('stage'),
    credentialStore: app.node.tryGetContext('credentialStore'),
    accountConcurrency: app.node.tryGetContext('accountConcurrency'),
  });

  // One for each subject that has resources, in the order of the subjects. A stack uses only those before it.
  const data = new DataStack(app, 'Data', { config });
  const api = new ApiStack(app, 'Api', { config, data });
  const posts = new PostsStack(app, 'Posts', { config, data, apiUrl: api.url });
  const series = new SeriesStack(app, 'Series', { config, data });
  const imports = new ImportsStack(app, 'Imports', { config, data });
  const feeds = new FeedsStack(app, 'Feeds', { config, data });
  const events = new EventsStack(app, 'Events', { config, data });
  const learning = new LearningStack(app, 'Learning', { config, data, apiUrl: api.url });
  new OperationsStack(app, 'Operations', { config, data, api, posts, series, imports, feeds, events, learning });

  Tags.of(app).add('service', 'herald');
  Tags.of(app).add('stage', config.stage);
  if (!isUnchecked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}
