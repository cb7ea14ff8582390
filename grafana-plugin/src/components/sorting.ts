import { type Column, type Sort } from './table';

/** The sort after a heading was pressed: largest first for numbers, A first for text, and then the other way round. */
export function pressed(sort: Sort | undefined, column: { id: string; isNumber?: boolean }): Sort {
  if (sort?.column === column.id) {
    return { column: column.id, isDescending: !sort.isDescending };
  }
  return { column: column.id, isDescending: column.isNumber ?? false };
}

const collator = new Intl.Collator('sv-SE', { numeric: true }); // å, ä and ö last, and C2 before C10

/** The rows in order; those without a value come last either way, and equal ones stay as they were. */
export function sorted<T>(rows: T[], columns: Array<Column<T>>, sort: Sort | undefined): T[] {
  const column = sort && columns.find((c) => c.id === sort.column);
  if (!column) {
    return rows;
  }
  const sign = sort.isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || y === null) {
      return Number(x === null) - Number(y === null);
    }
    if (typeof x === 'string' && typeof y === 'string') {
      return sign * collator.compare(x, y);
    }
    return sign * (Number(x) - Number(y));
  });
}

const PAGE = 10; // rows that Page Up and Page Down go

/** The row that a key leads to, or undefined for keys that lead nowhere. */
export function nextRow(key: string, row: number, rows: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE,
    PageUp: -PAGE,
    Home: -rows,
    End: rows,
  };
  const step = steps[key];
  return step === undefined || rows === 0 ? undefined : Math.min(Math.max(row + step, 0), rows - 1);
}
