import fc from 'fast-check';

/**
 * The same cases in every run of the suite, so that a change is judged by what it changed. By hand other cases are
 * tried: `HERALD_PROPERTY_SEED=random npm test`, or a number to repeat a run.
 */
const asked = process.env.HERALD_PROPERTY_SEED ?? '20261121';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
