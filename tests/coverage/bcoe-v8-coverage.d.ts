/** The package has no types. */
declare module '@bcoe/v8-coverage' {
  type ScriptCoverage = import('node:inspector').Profiler.ScriptCoverage;

  /** Of one script, by its `url`. The scripts cannot be used afterwards. Undefined where there are none. */
  export function mergeScriptCovs(scripts: readonly ScriptCoverage[]): ScriptCoverage | undefined;
}
