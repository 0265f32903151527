import type { Stack } from './assembly.ts';
import { deploymentOrder } from './deployment-order.ts';
import { type Lookup, resolve, resolveCondition } from './intrinsic-functions.ts';
import { checkGivenParameters, parameterValues } from './parameters.ts';
import { TemplateError } from './template-error.ts';

/** What other resources can ask of one that exists. */
export interface Provisioned {
  /** What `Ref` gives. */
  ref: string;
  /** What `Fn::GetAtt` gives. */
  attributes?: Record<string, string>;
}

/** A resource whose properties hold plain values only. */
export interface ResolvedResource {
  stack: Stack;
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
}

export interface DeployOptions {
  stacks: Stack[];
  parameters: Record<string, string>;
  /** Refuses, before anything is made, what it could not provision. @throws TemplateError */
  checkType(type: string, place: { stack: string; logicalId: string; type: string }): void;
  /** Makes what is missing. Called for one resource after the other, in dependency order. */
  provision(resource: ResolvedResource): Promise<Provisioned>;
}

/**
 * Brings every resource of every stack into being.
 * @returns by name the stacks' outputs that are not exported to other stacks
 * @throws TemplateError
 */
export async function deploy(options: DeployOptions): Promise<Record<string, string>> {
  const { stacks, parameters, checkType } = options;
  checkGivenParameters(
    stacks.map(({ template }) => template),
    parameters,
  );
  for (const { name: stack, template } of stacks) {
    if (template.Transform) throw new TemplateError({ stack }, 'the local cloud knows no template transforms.');
    for (const [logicalId, { Type: type }] of Object.entries(template.Resources ?? {})) {
      checkType(type, { stack, logicalId, type });
    }
  }
  const exported = new Map<string, unknown>();
  const outputs: Record<string, string> = {};
  for (const stack of stacks) Object.assign(outputs, await deployStack(stack, options, exported));
  return outputs;
}

async function deployStack(stack: Stack, options: DeployOptions, exported: Map<string, unknown>) {
  const { name, template } = stack;
  const values = parameterValues(name, template, options.parameters);
  const provisioned = new Map<string, Provisioned>();
  const lookup: Lookup = {
    reference: (id) => values[id] ?? provisioned.get(id)?.ref ?? missing(`${id} is not there to refer to`),
    attribute: (id, attribute) =>
      provisioned.get(id)?.attributes?.[attribute] ?? missing(`the local cloud gives ${id} no attribute ${attribute}`),
    imported: (id) => exported.get(id) ?? missing(`no stack before it exports ${id}`),
    condition: (id) => {
      const condition = template.Conditions?.[id];
      return condition === undefined ? missing(`there is no condition ${id}`) : resolveCondition(condition, lookup);
    },
  };

  for (const logicalId of located({ stack: name }, () => deploymentOrder(template))) {
    const { Type: type, Properties = {}, Condition } = template.Resources![logicalId]!;
    if (Condition !== undefined && !lookup.condition(Condition)) continue;
    const place = { stack: name, logicalId, type };
    const properties = located(place, () => resolve(Properties, lookup)) as Record<string, unknown>;
    provisioned.set(logicalId, await options.provision({ stack, logicalId, type, properties }));
  }

  const outputs: Record<string, string> = {};
  for (const [id, { Value, Condition, Export }] of Object.entries(template.Outputs ?? {})) {
    if (Condition !== undefined && !lookup.condition(Condition)) continue;
    const value = located({ stack: name }, () => resolve(Value, lookup));
    // What is exported is for other stacks; the rest is for people.
    if (Export) exported.set(String(resolve(Export.Name, lookup)), value);
    else outputs[id] = String(value);
  }
  return outputs;
}

function missing(problem: string): never {
  throw new Error(problem);
}

function located<T>(place: ConstructorParameters<typeof TemplateError>[0], work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TemplateError(place, `${(error as Error).message}.`);
  }
}
