/** The parts of dynalite 4.0.0 that are used as a library; the package itself ships no types. */
declare module 'dynalite/db/index.js' {
  type Item = import('../items/attribute-value.ts').Item;
  type AttributeValue = import('../items/attribute-value.ts').AttributeValue;
  type Table = import('../tables/table.ts').TableDescription;
  type KeySchema = Table['KeySchema'];
  type BatchOperation = import('../storage/storage.ts').BatchOperation;

  interface LevelDb {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string): Promise<unknown>;
    batch(operations: readonly BatchOperation[]): Promise<void>;
    clear(range: object): Promise<void>;
    iterator(options: object): {
      nextv(size: number): Promise<[key: string, value: unknown][]>;
      close(): Promise<void>;
    };
  }

  const db: {
    create(options: { path?: string }): { db: LevelDb };
    /** Each check answers the error instead of throwing it. */
    validateKey(key: Item, table: Table): Error | null | undefined;
    validateItem(item: Item, table: Table): Error | null | undefined;
    /** `updates` in the older form, and as an expression was parsed. */
    validateUpdates(updates: unknown, parsedExpression: unknown, table: Table): Error | null | undefined;
    /** Only conditions in the older form, `Expected`, when the parsed expression is left out. */
    checkConditional(request: object, existing: Item | undefined): Error | null | undefined;
    compare(operator: string, left: AttributeValue, right: AttributeValue): boolean;
    /** The parts of an item that a projection names. */
    mapPaths(paths: unknown[], item: Item): Item;
    createKey(item: Item, table: Table): string;
    createIndexKey(item: Item, table: Table, keySchema: KeySchema): string;
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    /** Drops what it doesn't know and throws SerializationException on a wrong type. */
    checkTypes(body: object, types: object): Record<string, unknown>;
    checkValidations(body: object, types: object, custom: unknown, store: object): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*.js' {
  const validation: { types: object; custom?: unknown };
  export default validation;
}

declare module 'dynalite/actions/*.js' {
  const action: (
    store: object,
    request: object,
    callback: (error: Error | null | undefined, output?: Record<string, unknown>) => void,
  ) => void;
  export default action;
}
