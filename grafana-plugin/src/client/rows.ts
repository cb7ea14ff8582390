// A frame as a list of rows, with the names of the SQL columns.
import { type DataFrame } from '@grafana/data';

/** What a field of a row can hold: days are milliseconds since 1970, ids are text. */
export type Cell = string | number | boolean | null;

/** The rows of a frame. T names the columns that the caller relies on; one that is missing is a fault worth seeing, not an empty page. */
export function rowsOf<T extends Record<string, Cell>>(frame: DataFrame, ...columns: Array<keyof T & string>): T[] {
  const names = new Set(frame.fields.map((field) => field.name));
  const missing = columns.filter((column) => !names.has(column));
  if (missing.length > 0) {
    throw new Error(`the answer has no column ${missing.join(', ')}; it has ${[...names].join(', ') || 'none'}`);
  }
  return Array.from({ length: frame.length }, (_, index) => {
    const row: Record<string, Cell> = {};
    for (const field of frame.fields) {
      row[field.name] = (field.values[index] as Cell | undefined) ?? null;
    }
    return row as T;
  });
}
