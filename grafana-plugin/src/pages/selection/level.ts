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

/** What a list catches of those whose need is expected to double, against as many drawn by chance: shares of 0 to 1. */
export function capture(totals: {
  doubled: number;
  doubled_scope: number;
  n_with_doubling: number;
  n_scope_with_doubling: number;
}): { caught: number; chance: number } | undefined {
  if (totals.doubled_scope <= 0 || totals.n_scope_with_doubling === 0 || totals.n_with_doubling === 0) {
    return undefined;
  }
  return {
    caught: totals.doubled / totals.doubled_scope,
    chance: totals.n_with_doubling / totals.n_scope_with_doubling,
  };
}

/** The share that the first hundred caught when it was tested, and by chance, of the named query top_capture. */
export function tested(
  rows: Array<{ metric: string; value: number | null }>,
): { caught: number; chance: number } | undefined {
  const value = (metric: string) => rows.find((row) => row.metric === metric)?.value;
  const [caught, lift] = [value('captured_100'), value('lift_100')];
  return caught && lift ? { caught, chance: caught / lift } : undefined;
}
