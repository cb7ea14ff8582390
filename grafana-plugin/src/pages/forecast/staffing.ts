// What is said of need against capacity.
import { type Gap } from './read';

/** Where a month lacks the most full-time equivalents; undefined where none does. */
export function worstOf(rows: Gap[]): Gap | undefined {
  const short = rows.filter((row) => row.worst_gap_fte !== null && row.worst_gap_fte < 0);
  return short.sort((a, b) => (a.worst_gap_fte ?? 0) - (b.worst_gap_fte ?? 0))[0];
}

const CLEAR = 0.15; // share of the need from which a gap of one sign everywhere is more likely a fault of counting
const ENOUGH_AREAS = 3; // fewer have one sign by chance

/** Whether a profession has clear gaps of one sign in all areas: then hours are most likely counted in two ways. */
export function oneSignOnly(rows: Gap[]): boolean {
  const professions = new Set(rows.map((row) => row.profession));
  return [...professions].some((profession) => {
    const shares = rows.flatMap((row) =>
      row.profession === profession && row.gap_share !== null ? [row.gap_share] : [],
    );
    return (
      shares.length >= ENOUGH_AREAS &&
      (shares.every((share) => share < -CLEAR) || shares.every((share) => share > CLEAR))
    );
  });
}
