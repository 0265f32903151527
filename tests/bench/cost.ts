export const benchCost = async () => '';
