// What tables are made of.
import { type ReactNode } from 'react';

/** A column of a table of rows of T. */
export interface Column<T> {
  id: string;
  title: string;
  unit?: string;
  /** What the column is sorted by; null comes last either way. */
  value: (row: T) => string | number | boolean | null;
  /** What is shown; text, so that a copied table says what the seen one says. */
  text: (row: T) => string;
  /** What is shown instead of the text, such as a line. */
  render?: (row: T) => ReactNode;
  isNumber?: boolean;
  /** Not shown until the reader chooses it. */
  isHidden?: boolean;
  /** Cannot be sorted by, such as a list of words. */
  isUnsorted?: boolean;
  /** Long text, which may take several lines. */
  isWide?: boolean;
}

/** Rows that the reader picks out by hand. */
export interface Picking<T> {
  ids: ReadonlySet<string>;
  onChange: (ids: Set<string>) => void;
  /** What the box of a row, and that of all rows, is called. */
  label: (row: T) => string;
  labelAll: string;
}

/** What a table is sorted by. */
export interface Sort {
  column: string;
  isDescending: boolean;
}
