// Plain JavaScript, so that an old Node.js gets to this sentence and not to a syntax error.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Herald needs Node.js 24 or newer and this is ${process.versions.node}: start it by "npm start", which brings its own.\n`,
  );
  process.exit(1);
}

// As on Lambda: everything in this process thinks in UTC.
process.env.TZ = 'UTC';
const { start } = await import('./start/start.ts');
await start(process.argv.slice(2));
