import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface TemplateResource {
  Type: string;
  Properties: { Code?: { S3Key?: string } };
}

/** The functions of a synthesized template, each with its bundle, by logical id without its hash. */
export function functionBundles(templateDirectory: string): { name: string; path: string }[] {
  return resourcesOf(templateDirectory, 'AWS::Lambda::Function').map(([id, { Properties }]) => ({
    name: id.replace(/[0-9A-F]{8}$/, ''),
    path: join(templateDirectory, `asset.${Properties.Code?.S3Key?.replace(/\.zip$/, '')}`, 'index.mjs'),
  }));
}

export function countAlarms(templateDirectory: string): number {
  return resourcesOf(templateDirectory, 'AWS::CloudWatch::Alarm').length;
}

export function countKeys(templateDirectory: string): number {
  return resourcesOf(templateDirectory, 'AWS::KMS::Key').length;
}

function resourcesOf(templateDirectory: string, type: string): [logicalId: string, TemplateResource][] {
  const templates = readdirSync(templateDirectory).filter((file) => file.endsWith('.template.json'));
  return templates.flatMap((file) => {
    const { Resources } = JSON.parse(readFileSync(join(templateDirectory, file), 'utf8')) as {
      Resources: Record<string, TemplateResource>;
    };
    return Object.entries(Resources).filter(([, { Type }]) => Type === type);
  });
}
