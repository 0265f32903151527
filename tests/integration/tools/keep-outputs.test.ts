import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepOutputs } from '../../../tools/deploy/keep-outputs.ts';

describe('the outputs of a deployment', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'herald-outputs-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const deploy = (outputs: object) => {
    writeFileSync(join(directory, 'cdk-outputs.json'), JSON.stringify(outputs));
    return keepOutputs(directory);
  };
  const kept = (stage: string) => JSON.parse(readFileSync(join(directory, `cdk-outputs.${stage}.json`), 'utf8'));

  it('are kept for each stage: the next stage does not overwrite them, nor does a deployment of some stacks', () => {
    expect(deploy({ 'herald-prod-data': { TableName: 'P' }, 'herald-prod-api': { ApiUrl: 'https://p' } })).toEqual([
      'prod',
    ]);
    expect(deploy({ 'herald-dev-data': { TableName: 'D' } })).toEqual(['dev']);
    expect(deploy({ 'herald-prod-api': { ApiUrl: 'https://q' } })).toEqual(['prod']);
    expect(kept('prod')).toEqual({
      'herald-prod-data': { TableName: 'P' },
      'herald-prod-api': { ApiUrl: 'https://q' },
    });
    expect(kept('dev')).toEqual({ 'herald-dev-data': { TableName: 'D' } });
  });

  it('that there are none of, or of other stacks, leave the stages alone', () => {
    expect(keepOutputs(directory)).toEqual([]);
    expect(deploy({ 'another-stack': { Name: 'x' } })).toEqual([]);
  });
});
