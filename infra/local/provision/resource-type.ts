import * as z from 'zod';
import type { PolicyDocument } from '../aws/open-aws.ts';
import type { Provisioned, ResolvedResource } from '../template/deploy.ts';
import { TemplateError } from '../template/template-error.ts';
import type { AwsClients } from './aws-clients.ts';
import type { Blueprint } from './blueprint.ts';

export interface ProvisionContext {
  clients: AwsClients;
  blueprint: Blueprint;
  /** Where the HTTP API answers, without a slash at the end. */
  apiUrl: string;
  setResourcePolicy(resourceArn: string, policy: PolicyDocument): void;
}

/** How resources of one CloudFormation type come into being on this machine. */
export type ResourceType = (resource: ResolvedResource, context: ProvisionContext) => Promise<Provisioned>;

/**
 * A resource type that knows exactly the properties of its schema: one more stops the start, so that nothing a template
 * asks for is silently left out.
 */
export function resourceType<Properties>(
  schema: z.ZodType<Properties>,
  provision: (
    properties: Properties,
    resource: ResolvedResource,
    context: ProvisionContext,
  ) => Provisioned | Promise<Provisioned>,
): ResourceType {
  return async (resource, context) => {
    const parsed = schema.safeParse(resource.properties);
    if (!parsed.success) throw refuse(resource, `${problemOf(parsed.error)}.`);
    return await provision(parsed.data, resource, context);
  };
}

/** A property that has an effect on AWS and none here. The caller gives the reason. */
export const withoutEffect = (reason: string) => z.unknown().optional().describe(reason);

/** Tags are for bills and searches in an account. */
export const tags = withoutEffect('There is no bill and no console to search.');

/** For `superRefine`: refuses a property with the sentence that `problemWith` answers. */
export const report =
  <Value>(problemWith: (value: Value) => string | undefined) =>
  (value: Value, context: z.RefinementCtx): void => {
    const message = problemWith(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };

export function refuse({ stack, logicalId, type }: ResolvedResource, problem: string): TemplateError {
  return new TemplateError({ stack: stack.name, logicalId, type }, problem);
}

function problemOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return `the local cloud does not know the ${issue.keys.length === 1 ? 'property' : 'properties'} ${names}`;
  }
  return `the local cloud can't do this with the property ${issue?.path.join('.')}: ${issue?.message}`;
}
