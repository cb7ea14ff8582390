// Takes a selection out as a file, through the backend's route for exports.
import { postResource } from '../../client/client';
import { type Filter } from './filter';

/** Whether the backend has the route; the button is not shown without it. */
export const CAN_EXPORT = false;

export const FORMATS = ['xlsx', 'csv-se', 'csv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

interface Order {
  /** A saved selection, or the choices themselves. */
  selection_id?: string;
  filter?: Filter;
  format: Format;
  purpose: string;
}

/** Asks for a selection as a file. */
export function exportSelection(order: Order): Promise<unknown> {
  return postResource('export', { kind: 'selection', ...order });
}
