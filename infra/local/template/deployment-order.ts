import { functionName } from './intrinsic-functions.ts';
import { isRecord, type Template } from './template.ts';

/** The resources of a stack, each after those it refers to or names in `DependsOn`. */
export function deploymentOrder({ Resources = {} }: Template): string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string, path: string[]) => {
    if (ordered.has(logicalId)) return;
    if (path.includes(logicalId)) throw new Error(`circular dependency: ${[...path, logicalId].join(' -> ')}`);
    const { Properties, DependsOn = [] } = Resources[logicalId]!;
    const needed = new Set([...(Array.isArray(DependsOn) ? DependsOn : [DependsOn]), ...references(Properties)]);
    for (const other of needed) {
      if (Object.hasOwn(Resources, other)) visit(other, [...path, logicalId]);
    }
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(Resources)) visit(logicalId, []);
  return [...ordered];
}

/** Names that a value refers to: resources, and parameters among them. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isRecord(value)) return [];
  const name = functionName(value);
  const argument = name && value[name];
  if (name === 'Ref') return [String(argument)];
  if (name === 'Fn::GetAtt') return [Array.isArray(argument) ? argument[0] : String(argument).split('.')[0]];
  if (name === 'Fn::Sub') return [...variablesIn(argument), ...references(Array.isArray(argument) ? argument[1] : [])];
  return Object.values(value).flatMap(references);
}

function variablesIn(argument: unknown): string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, name = '']) => name.split('.')[0]!);
}
