import type { LocalAws } from '../aws/open-aws.ts';
import { readAssembly } from '../template/assembly.ts';
import { deploy } from '../template/deploy.ts';
import { TemplateError } from '../template/template-error.ts';
import { type AwsClients, createAwsClients } from './aws-clients.ts';
import { Blueprint } from './blueprint.ts';
import { deleteStaleRules } from './events/stale-rules.ts';
import type { ProvisionContext } from './resource-type.ts';
import { resourceTypes } from './resource-types.ts';
import { checkGrants } from './roles/check-grants.ts';
import { typesWithoutEffect } from './types-without-effect.ts';

export interface ProvisionOptions {
  templateDirectory: string;
  parameters: Record<string, string>;
  aws: LocalAws;
  /** Where the HTTP API answers, without a slash at the end. */
  apiUrl: string;
  log(line: string): void;
}

export interface ProvisionedTemplate {
  blueprint: Blueprint;
  /** Outputs of all stacks by name, but for those exported to other stacks. */
  outputs: Record<string, string>;
  /** Access keys by the ARN of the role they act as. */
  roleCredentials: Map<string, { accessKeyId: string; secretAccessKey: string }>;
}

/**
 * Creates what is in the template and not yet on this machine. Existing resources stay, with their data.
 * @throws TemplateError for anything that the local cloud doesn't know
 */
export async function provisionTemplate(options: ProvisionOptions): Promise<ProvisionedTemplate> {
  const { aws } = options;
  const clients = createAwsClients({ endpoint: aws.endpoint, credentials: aws.adminCredentials });
  try {
    return await provision(options, clients);
  } finally {
    clients.close();
  }
}

async function provision(options: ProvisionOptions, clients: AwsClients): Promise<ProvisionedTemplate> {
  const { aws, apiUrl, parameters, templateDirectory, log } = options;
  const blueprint = new Blueprint();
  const setResourcePolicy: ProvisionContext['setResourcePolicy'] = (arn, policy) => aws.setResourcePolicy(arn, policy);
  const inert = new Set<string>();

  const outputs = await deploy({
    stacks: readAssembly(templateDirectory),
    parameters,
    checkType(type, place) {
      if (resourceTypes[type]) return;
      if (typesWithoutEffect[type]) inert.add(type);
      else throw new TemplateError(place, `the local cloud does not know the type ${type}.`);
    },
    async provision(resource) {
      const make = resourceTypes[resource.type];
      if (!make) return typesWithoutEffect[resource.type]!.identify(resource);
      return await make(resource, { clients, blueprint, apiUrl, setResourcePolicy });
    },
  });
  for (const type of inert) log(`${type} has no effect here. ${typesWithoutEffect[type]?.reason}`);

  checkGrants(blueprint);
  for (const [arn, policy] of blueprint.functionPolicies) setResourcePolicy(arn, policy);
  // Only now: the policies of a role are resources of their own, which come after it.
  const roles = [...blueprint.roles.values()];
  const roleCredentials = new Map(roles.map((role) => [role.roleArn, aws.registerRole(role)]));
  await deleteStaleRules(clients.events, blueprint.rules);
  return { blueprint, outputs, roleCredentials };
}
