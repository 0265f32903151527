import { parseArgs } from 'node:util';
import { applyChanges } from './changes.ts';
import type { Made } from './made.ts';
import { newPlatform } from './platform.ts';
import { newRoute } from './route.ts';
import { newSubject } from './subject.ts';
import { UsageError } from './usage-error.ts';

const usage = `Writes the skeleton of something new.

  npm run new -- platform NAME
      shared/platforms/NAME/, its line in the registry, a stand-in server, its entry in the contract suite
  npm run new -- subject NAME --after SUBJECT [--holds "what it holds, in a line"]
      shared/NAME/, its place in shared/subjects.json and in ARCHITECTURE.md
  npm run new -- route SUBJECT/NAME
      an endpoint, its use case shared/SUBJECT/NAME.ts, its handler and an end-to-end test. NAME is verb-noun: list-claims,
      get-claim, create-claim, update-claim and delete-claim have their usual method and path; any other verb is a POST on one thing

Names are lower-case words with hyphens. Nothing is overwritten.`;

const commands = ['platform', 'subject', 'route'];

function made(): Made {
  const { positionals, values } = parsed();
  const [what, name, ...more] = positionals;
  if (what === undefined || !commands.includes(what)) {
    throw new UsageError(
      `${what === undefined ? 'Say what is new' : `"${what}" cannot be made`}: platform, subject or route.\n\n${usage}`,
    );
  }
  if (name === undefined) throw new UsageError(`Say the name of the new ${what}.\n\n${usage}`);
  if (more.length > 0) throw new UsageError(`Give one name: ${more.map((one) => `"${one}"`).join(', ')} is too much.`);
  if (what !== 'subject' && Object.keys(values).length > 0)
    throw new UsageError(`A ${what} takes no options.\n\n${usage}`);
  if (what === 'platform') return newPlatform(name);
  return what === 'subject' ? newSubject(name, values) : newRoute(name);
}

function parsed() {
  try {
    return parseArgs({ allowPositionals: true, options: { after: { type: 'string' }, holds: { type: 'string' } } });
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw new UsageError(`${sentence}.\n\n${usage}`);
  }
}

if (process.argv.includes('--help')) {
  process.stdout.write(`${usage}\n`);
} else {
  try {
    const { changes, next } = made();
    const paths = applyChanges(changes);
    process.stdout.write(`Written:\n${paths.map((path) => `  ${path}\n`).join('')}\nNext:\n`);
    process.stdout.write(next.map((step, index) => `  ${index + 1}. ${step}\n`).join(''));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
