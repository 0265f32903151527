import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { afterAll, describe, expect, it } from 'vitest';
import { appWithoutBundles } from './support/synthesize.ts';

interface Acknowledgement {
  construct: IConstruct;
  rule: string;
  reason: string;
  forget: () => void;
}

const cleanups: (() => void)[] = [];
afterAll(() => {
  for (const cleanup of cleanups) cleanup();
});

function makeApp(stage: 'dev' | 'prod') {
  const { app, done } = appWithoutBundles(stage);
  cleanups.push(done);
  return app;
}

function acknowledgementsOf(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }: { data: Record<string, string> }) =>
        Object.entries(data).map(([id, reason]) => ({
          construct,
          rule: id.replace(/^annotation::/i, ''),
          reason,
          forget: () => delete data[id],
        })),
      ),
  );
}

/** `rule at path` for each finding that nobody acknowledged. */
function findingsOf(root: IConstruct): { rule: string; path: string }[] {
  return [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) =>
    pack
      .validateScope(root)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath! })),
      ),
  );
}

describe('cdk-nag', () => {
  it.each(['dev', 'prod'] as const)('finds nothing in %s that is not acknowledged', (stage) => {
    const app = makeApp(stage);
    expect(() => app.synth()).not.toThrow();
    expect(findingsOf(app)).toEqual([]);
  });

  it('stops the synthesis when one acknowledgement is taken away', () => {
    const app = makeApp('dev');
    acknowledgementsOf(app)[0]!.forget();
    expect(() => app.synth()).toThrow(/validation/i);
  });

  it('is acknowledged only in constructs where it does find something', () => {
    const app = makeApp('dev');
    const acknowledgements = acknowledgementsOf(app);
    for (const { forget } of acknowledgements) forget();
    const findings = findingsOf(app);
    const needed = new Set<string>();
    for (const { rule, construct } of acknowledgements) {
      const found = findings.some((finding) => finding.rule === rule && finding.path.startsWith(construct.node.path));
      if (found) needed.add(`${rule} in ${construct.constructor.name}`);
    }
    const idle = acknowledgements.filter(
      ({ rule, construct }) => !needed.has(`${rule} in ${construct.constructor.name}`),
    );
    expect(idle.map(({ rule, construct }) => `${rule} at ${construct.node.path}`)).toEqual([]);
  });

  it('is acknowledged with a reason for that very rule, not with the text of another', () => {
    const rulesByReason = new Map<string, Set<string>>();
    for (const { construct, reason } of acknowledgementsOf(makeApp('dev'))) {
      const together = acknowledgementsOf(construct).filter(
        (one) => one.construct === construct && one.reason === reason,
      );
      const rules = together.map(({ rule }) => rule.replace(/\[.*$/, '')).sort();
      rulesByReason.set(reason, (rulesByReason.get(reason) ?? new Set()).add([...new Set(rules)].join(', ')));
    }
    const shared = [...rulesByReason].filter(([reason, rules]) => rules.size > 1 || !/^\S+( \S+){4,}$/.test(reason));
    expect(shared).toEqual([]);
  });
});
