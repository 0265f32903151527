import { isRecord } from './template.ts';

/** What the functions of a template can look up. Each throws an Error that says what is missing. */
export interface Lookup {
  /** `Ref` of a parameter or resource. */
  reference(name: string): string;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string): string;
  /** `Fn::ImportValue`: another stack's exported output. */
  imported(name: string): unknown;
  condition(name: string): boolean;
}

type IntrinsicFunction = (argument: unknown, lookup: Lookup) => unknown;

/** `AWS::NoValue`: the property, or the element of a list, isn't there at all. */
const NO_VALUE = Symbol('AWS::NoValue');

const functions: Record<string, IntrinsicFunction> = {
  Ref: (name, lookup) => (name === 'AWS::NoValue' ? NO_VALUE : lookup.reference(String(name))),
  'Fn::GetAtt': (argument, lookup) => {
    const [logicalId = '', ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
    return lookup.attribute(logicalId, attribute.join('.'));
  },
  'Fn::ImportValue': (name, lookup) => lookup.imported(String(resolveAny(name, lookup))),
  'Fn::Join': (argument, lookup) => {
    const [separator, parts] = argument as [string, unknown];
    return (resolveAny(parts, lookup) as unknown[]).join(separator);
  },
  'Fn::Split': (argument, lookup) => {
    const [separator, text] = argument as [string, unknown];
    return String(resolveAny(text, lookup)).split(separator);
  },
  'Fn::Select': (argument, lookup) => {
    const [index, list] = resolveAny(argument, lookup) as [number | string, unknown[]];
    if (Number(index) in list) return list[Number(index)];
    throw new Error(`Fn::Select asks for element ${index} of a list of ${list.length}`);
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, lookup) => {
    const [condition, whenTrue, whenFalse] = argument as [string, unknown, unknown];
    return resolveAny(lookup.condition(condition) ? whenTrue : whenFalse, lookup);
  },
  'Fn::Equals': (argument, lookup) => {
    const [one, other] = resolveAny(argument, lookup) as unknown[];
    return String(one) === String(other);
  },
  'Fn::And': (argument, lookup) => (resolveAny(argument, lookup) as unknown[]).every(Boolean),
  'Fn::Or': (argument, lookup) => (resolveAny(argument, lookup) as unknown[]).some(Boolean),
  'Fn::Not': (argument, lookup) => !(resolveAny(argument, lookup) as unknown[])[0],
};

/** Replaces every intrinsic function in a value by its result. @throws Error that says what is missing */
export function resolve(value: unknown, lookup: Lookup): unknown {
  const resolved = resolveAny(value, lookup);
  return resolved === NO_VALUE ? undefined : resolved;
}

/** The name of the intrinsic function that an object calls, if it calls one. */
export function functionName(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  return Object.keys(value).find((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** A condition is a function, or `{Condition: name}` for another one. Only the Conditions section may say that. */
export function resolveCondition(value: unknown, lookup: Lookup): boolean {
  const named = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(named);
    if (!isRecord(part)) return part;
    if (typeof part.Condition === 'string') return lookup.condition(part.Condition);
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, named(inner)]));
  };
  return resolveAny(named(value), lookup) === true;
}

function resolveAny(value: unknown, lookup: Lookup): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => resolveAny(element, lookup)).filter((element) => element !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const name = functionName(value);
  if (name === undefined) {
    const entries = Object.entries(value).map(([key, inner]) => [key, resolveAny(inner, lookup)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== NO_VALUE));
  }
  const call = functions[name];
  if (!call) throw new Error(`the local cloud does not know the function ${name}`);
  return call(value[name], lookup);
}

function substitute(argument: unknown, lookup: Lookup): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return text.replace(/\$\{(!?)([^{}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(resolveAny(variables[name], lookup));
    const [logicalId = '', ...attribute] = name.split('.');
    return attribute.length > 0 ? lookup.attribute(logicalId, attribute.join('.')) : lookup.reference(name);
  });
}
