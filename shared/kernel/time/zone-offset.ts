/** Names that ICU knows and the IANA database does not: most of them mean something else to most people. */
const notIana = new Set(
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' '),
);

/** No `Date` reaches further. */
const LAST = 8.64e15;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. @throws RangeError for a zone that nobody knows */
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  formats.set(timezone, made);
  return made;
}

/** A name of the IANA time zone database. An offset such as "+02:00" keeps no rules: it is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || notIana.has(name.toUpperCase())) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. Written `GMT`, `GMT+05:30`, long ago `GMT-04:56:02`. */
export function offsetAt(timezone: string, at: number): number {
  const name = formatOf(timezone)
    .formatToParts(Math.max(-LAST, Math.min(at, LAST)))
    .find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d+):(\d+)(?::(\d+))?$/.exec(name) ?? [];
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

/**
 * The moment of a change of the clock, in milliseconds.
 *
 * @param before a moment with another offset than `after`; what lies between two changes so near is not looked for
 */
export function changeBetween(timezone: string, before: number, after: number): number {
  const offset = offsetAt(timezone, after);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timezone, middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
