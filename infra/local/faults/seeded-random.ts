/** A seeded generator: the same seed gives the same numbers. */
export class SeededRandom {
  #state = 0;

  constructor(seed: string) {
    this.reseed(seed);
  }

  reseed(seed: string): void {
    // FNV-1a spreads near seeds far apart.
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
    this.#state = hash >>> 0;
  }

  /** In [0, 1). Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

/** Generators of one seed, each with a name, so that what one part draws changes nothing for the others. */
export class SeededRandoms {
  readonly #known = new Map<string, SeededRandom>();
  #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  of(name: string): SeededRandom {
    const random = this.#known.get(name) ?? new SeededRandom(`${this.#seed} ${name}`);
    this.#known.set(name, random);
    return random;
  }

  /** Begins all of them anew. */
  reseed(seed: string): void {
    this.#seed = seed;
    for (const [name, random] of this.#known) random.reseed(`${seed} ${name}`);
  }
}
