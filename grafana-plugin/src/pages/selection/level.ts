// How high a risk is, in words. The levels are shares of those who have been given the same risk, so that they say whom to look at first, and
// not how bad it is: the probability says that.

export type Level = 'highest' | 'high' | 'middle' | 'low';

/** The level of a risk by the share, per cent, that has a lower one. The bounds were chosen: a tenth, the next fifth, and half. */
export function levelOf(percentile: number | null): Level | undefined {
  if (percentile === null) {
    return undefined;
  }
  if (percentile >= 90) {
    return 'highest';
  }
  if (percentile >= 70) {
    return 'high';
  }
  return percentile >= 30 ? 'middle' : 'low';
}

/** What the first of a list catch of all whose need is expected to double, against as many drawn by chance: shares of 0 to 1. */
export function capture(
  first: { n_clients: number; doubled: number },
  all: { doubled_scope: number; n_scope_with_doubling: number },
): { caught: number; chance: number } | undefined {
  if (all.doubled_scope <= 0 || first.n_clients === 0) {
    return undefined;
  }
  return { caught: first.doubled / all.doubled_scope, chance: first.n_clients / all.n_scope_with_doubling };
}

/** The share that the first hundred caught when it was tested, and by chance, of the named query top_capture. */
export function tested(
  rows: Array<{ metric: string; value: number | null }>,
): { caught: number; chance: number } | undefined {
  const value = (metric: string) => rows.find((row) => row.metric === metric)?.value;
  const [caught, lift] = [value('captured_100'), value('lift_100')];
  return caught && lift ? { caught, chance: caught / lift } : undefined;
}
