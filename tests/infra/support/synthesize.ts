import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AppProps } from 'aws-cdk-lib';
import type { StageName } from '../../../infra/config.ts';
import { createHeraldApp } from '../../../infra/stacks/herald-app.ts';

export interface TemplateResource {
  stack: string;
  logicalId: string;
  /** The construct's own name: the logical id without CDK's hash. */
  name: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template has a shape per resource type, and a test reads many.
  properties: any;
  deletionPolicy: string | undefined;
}

export interface Synthesized {
  /** All resources of a type over all stacks. */
  resources: (type: string) => TemplateResource[];
  /** Ids of the stacks with termination protection. */
  protectedStacks: string[];
  templates: Record<string, { Resources: object; Parameters?: Record<string, object>; Outputs?: object }>;
}

/** An app without bundles, whose templates go to a folder of its own. `done` removes the folder. */
export function appWithoutBundles(stage: StageName, props: AppProps = {}, checks: { isUnchecked?: boolean } = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'herald-synth-'));
  const context = { stage, 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-stack-trace': true, ...props.context };
  const app: App = createHeraldApp({ ...props, outdir, context }, checks);
  return { app, done: () => rmSync(outdir, { recursive: true, force: true }) };
}

const made = new Map<string, Synthesized>();

/** The templates of a stage, as both clouds get them. Made once for all test files of a process, which only read them. */
export function synthesize(stage: StageName, context: Record<string, unknown> = {}): Synthesized {
  const key = JSON.stringify([stage, context]);
  const known = made.get(key) ?? synthesizeNow(stage, context);
  made.set(key, known);
  return known;
}

function synthesizeNow(stage: StageName, context: Record<string, unknown>): Synthesized {
  // The checks of CDK and cdk-nag take longer than the rest; the test of cdk-nag runs them.
  const { app, done } = appWithoutBundles(stage, { context }, { isUnchecked: true });
  try {
    const { stacks } = app.synth();
    const templates = Object.fromEntries(stacks.map((stack) => [stack.id, stack.template]));
    const all = Object.entries(templates).flatMap(([stack, template]) =>
      Object.entries(template.Resources as Record<string, Record<string, unknown>>).map(([logicalId, resource]) => ({
        stack,
        logicalId,
        name: logicalId.replace(/[0-9A-F]{8}$/, ''),
        type: resource.Type as string,
        properties: resource.Properties,
        deletionPolicy: resource.DeletionPolicy as string | undefined,
      })),
    );
    return {
      templates,
      protectedStacks: stacks.filter((stack) => stack.terminationProtection).map((stack) => stack.id),
      resources: (type) => all.filter((resource) => resource.type === type),
    };
  } finally {
    done();
  }
}

/** Whether a value of a template refers to this resource, in its own stack or through an export. */
export function refersTo(value: unknown, target: TemplateResource): boolean {
  const text = JSON.stringify(value);
  return (
    text.includes(`"${target.logicalId}"`) || new RegExp(`ExportsOutput(FnGetAtt|Ref)${target.logicalId}`).test(text)
  );
}
