// Plain JavaScript, so that an old Node.js gets to this sentence and not to a syntax error.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Herald needs Node.js 24 or newer and this is ${process.versions.node}: start it by "npm start", which brings its own.\n`,
  );
  process.exit(1);
}

// The allocator of Linux keeps an arena for each thread that it has seen, and gives little of them back when a function's
// worker ends. It reads the setting when a process begins, so this process begins again, under the same number.
if (process.platform === 'linux' && process.execve && process.env.MALLOC_ARENA_MAX === undefined) {
  const { execPath, execArgv, argv, env } = process;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, MALLOC_ARENA_MAX: '2' });
}

// As on Lambda: everything in this process thinks in UTC.
process.env.TZ = 'UTC';
const { start } = await import('./start/start.ts');
await start(process.argv.slice(2));
