import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folders = ['docs', 'functions', 'infra', 'shared', 'tests', 'tools'];
const files = [
  'ARCHITECTURE.md',
  'README.md',
  'biome.json',
  'cdk.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** A copy of the project in a temporary folder, with this project's packages. */
class ProjectCopy {
  readonly directory = mkdtempSync(join(tmpdir(), 'herald-new-'));

  constructor() {
    for (const name of [...folders, ...files]) {
      cpSync(name, join(this.directory, name), {
        recursive: true,
        filter: (source) => !/[\\/](node_modules|compiled)$/.test(source),
      });
    }
    symlinkSync(realpathSync('node_modules'), join(this.directory, 'node_modules'), 'junction');
  }

  run(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.directory, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  make(...args: string[]) {
    return this.run('tools/new/main.ts', ...args);
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  paths(): string[] {
    return folders.flatMap((folder) =>
      readdirSync(join(this.directory, folder), { recursive: true, encoding: 'utf8' }),
    );
  }

  remove() {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

describe('npm run new', { timeout: 300_000 }, () => {
  let copy: ProjectCopy;
  beforeAll(() => {
    copy = new ProjectCopy();
  });
  afterAll(() => copy?.remove());

  it.each([
    ['nothing', [], 'Say what is new: platform, subject or route.'],
    ['an unknown word', ['widget', 'a'], '"widget" cannot be made: platform, subject or route.'],
    ['no name', ['platform'], 'Say the name of the new platform.'],
    ['a bad name', ['platform', '../up'], '"../up" is no name for a platform. Use lower-case words with hyphens'],
    ['two names', ['platform', 'one', 'two'], 'Give one name: "two" is too much.'],
    ['an unknown option', ['subject', 'claims', '--before', 'posts'], "Unknown option '--before'"],
    ['an option of another word', ['platform', 'one', '--after', 'posts'], 'A platform takes no options.'],
    ['a platform that is there', ['platform', 'x'], 'There is a folder shared/platforms/x already.'],
    ['a folder that is no platform', ['platform', 'contract'], 'There is a folder shared/platforms/contract already.'],
    ['a subject that is there', ['subject', 'feeds', '--after', 'posts'], 'There is a subject "feeds" already.'],
    ['a subject without a place', ['subject', 'claims'], 'Say behind which subject it comes, with --after SUBJECT'],
    ['an unknown place', ['subject', 'claims', '--after', 'nowhere'], 'There is no subject "nowhere" to come after.'],
    ['a place behind the last', ['subject', 'claims', '--after', 'http'], '"events" and "http" stay the last'],
    ['a place behind the events', ['subject', 'claims', '--after', 'events'], '"events" and "http" stay the last'],
    ['a route without a subject', ['route', 'pause-feed'], '"pause-feed" does not say the subject.'],
    ['a route of no subject', ['route', 'nowhere/pause-it'], 'Make the subject first: npm run new -- subject nowhere'],
    ['a route without a noun', ['route', 'feeds/pause'], '"pause" is no verb-noun.'],
    ['a route that is there', ['route', 'feeds/create-feed'], 'has an operation createFeed already.'],
  ])('answers %s with what to do, and writes nothing', (_, args, said) => {
    const before = copy.paths();
    const { status, output } = copy.make(...args);
    expect(output).toContain(said);
    expect(output).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
    expect(copy.paths()).toEqual(before);
  });

  describe('writes', () => {
    beforeAll(() => {
      const commands = [
        ['platform', 'mastodon'],
        ['platform', 'google-business'],
        ['subject', 'claims', '--after', 'content', '--holds', 'clips of films'],
        ['subject', 'stories', '--after', 'claims'],
        ...['create-claim', 'list-claims', 'get-claim', 'update-claim', 'delete-claim', 'render-claim'].map((name) => [
          'route',
          `claims/${name}`,
        ]),
        ['route', 'feeds/pause-feed'],
        ['route', 'series/create-note'],
      ];
      for (const command of commands) {
        const { status, output } = copy.make(...command);
        expect(output).toContain('Next:\n  1. ');
        expect(status).toBe(0);
      }
    }, 120_000);

    it('what compiles', () => {
      // With several threads the compiler checks much of the project several times, and other tests run beside it.
      const check = copy.run('node_modules/typescript/bin/tsc', '--noEmit', '--singleThreaded');
      expect(check).toEqual({ status: 0, output: '' });
    });

    it('what lint takes', () => {
      expect(
        copy.run('node_modules/@biomejs/biome/bin/biome', 'check', 'shared', 'functions', 'tests/doubles').output,
      ).toContain('No fixes applied');
      expect(copy.run('tests/support/check-imports.ts').output).toContain(' 0 problems');
    });

    it('the events of a subject into the list of all events, and its function into the list of functions', () => {
      expect(copy.read('shared/events/all-events.ts')).toContain('\n  claimEvents,\n');
      expect(copy.read('infra/README.md')).toContain('| `Claims` | `functions/api/claims.ts` | Api | the HTTP API |');
    });

    it('the place of a subject', () => {
      const subjects = JSON.parse(copy.read('shared/subjects.json')) as { name: string; holds: string }[];
      const order = subjects.map(({ name }) => name);
      const start = order.indexOf('content');
      expect(order.slice(start, start + 3)).toEqual(['content', 'claims', 'stories']);
      expect(copy.read('ARCHITECTURE.md')).toContain('| `claims` | clips of films |');
    });

    it.each(['mastodon', 'google-business'])('a platform %s that is known and not written yet', (kind) => {
      const script = `
        import { adapterFor } from './shared/platforms/registry.ts';
        const { publish, rules } = adapterFor('${kind}');
        console.log(rules.kind);
        await publish({}, { body: '' }, {});`;
      const { status, output } = copy.run('--input-type=module', '--eval', script);
      expect(output).toContain(`${kind}\n`);
      expect(output).toContain(`shared/platforms/${kind}/publish.ts is not written yet.`);
      expect(status).toBe(1);
    });

    it('nothing over what is there', () => {
      const { status, output } = copy.make('platform', 'mastodon');
      expect(output).toContain('There is a folder shared/platforms/mastodon already.');
      expect(status).toBe(1);
    });
  });
});
