// The boxes by which a reader picks out rows of a table by hand.
import { Checkbox } from '@grafana/ui';

import { type Picking } from './table';

/** The box of a row. */
export function Pick<T>({ picking, row, id }: { picking: Picking<T>; row: T; id: string }) {
  const toggle = () => {
    const next = new Set(picking.ids);
    if (!next.delete(id)) {
      next.add(id);
    }
    picking.onChange(next);
  };
  return (
    <td>
      <Checkbox aria-label={picking.label(row)} value={picking.ids.has(id)} onChange={toggle} />
    </td>
  );
}

/** The box of all rows that are shown. */
export function PickAll<T>({ picking, ids }: { picking: Picking<T>; ids: string[] }) {
  const isAll = ids.length > 0 && ids.every((id) => picking.ids.has(id));
  const toggle = () => {
    const next = new Set(picking.ids);
    ids.forEach((id) => (isAll ? next.delete(id) : next.add(id)));
    picking.onChange(next);
  };
  return (
    <th scope="col">
      <Checkbox aria-label={picking.labelAll} value={isAll} onChange={toggle} />
    </th>
  );
}
