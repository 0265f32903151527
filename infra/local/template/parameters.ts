import { ACCOUNT_ID, REGION } from '../aws/identity.ts';
import type { Template, TemplateParameter } from './template.ts';
import { TemplateError } from './template-error.ts';

/** Every CDK stack has it. It is about the account's bootstrap bucket, which the local cloud does not use. */
const BOOTSTRAP_PARAMETER = 'BootstrapVersion';

/** What `Ref` gives for a stack's parameters and CloudFormation's own pseudo parameters. */
export function parameterValues(
  stack: string,
  template: Template,
  given: Record<string, string>,
): Record<string, string> {
  const own = Object.entries(template.Parameters ?? {})
    .filter(([name]) => name !== BOOTSTRAP_PARAMETER)
    .map(([name, parameter]) => [name, valueFor(stack, name, parameter, given[name])]);
  return {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stack}/local`,
    'AWS::StackName': stack,
    'AWS::URLSuffix': 'amazonaws.com',
    ...Object.fromEntries(own),
  };
}

function valueFor(stack: string, name: string, parameter: TemplateParameter, given: string | undefined): string {
  if (parameter.Type !== 'String' && parameter.Type !== 'Number') {
    throw new TemplateError({ stack }, `the local cloud knows no parameters of type ${parameter.Type} (${name}).`);
  }
  const value = given ?? parameter.Default;
  if (value === undefined)
    throw new TemplateError({ stack }, `the parameter ${name} has no default and was not given.`);
  const { AllowedValues: allowed } = parameter;
  if (allowed && !allowed.map(String).includes(String(value))) {
    throw new TemplateError({ stack }, `the parameter ${name} is ${value}, but may only be ${allowed.join(' or ')}.`);
  }
  return String(value);
}

/** @throws Error for a given parameter that no stack has: most likely a misspelt one */
export function checkGivenParameters(templates: Template[], given: Record<string, string>): void {
  const known = new Set(templates.flatMap(({ Parameters = {} }) => Object.keys(Parameters)));
  for (const name of Object.keys(given)) {
    if (!known.has(name)) throw new Error(`No stack of the app has a parameter ${name}.`);
  }
}
