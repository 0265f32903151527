let count = 0;

export function resetIds(): void {
  count = 0;
}

/** Ids in the order in which they are asked for, so that the same choices give the same run. */
export const nextId = () => `00000000-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`;
