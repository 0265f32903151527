/** How much a part does: what it usually does, or what `--posts` asks for. */
export type Size = (usual: number) => number;
