import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

import { currentTexts } from '../texts';
import { pressed } from './sorting';
import { type Column, type Sort } from './table';

interface Props<T> {
  column: Column<T>;
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}

/** A heading that sorts by its column. */
export function HeaderCell<T>({ column, sort, onSort }: Props<T>) {
  const styles = useStyles2(getStyles);
  const isSorted = sort?.column === column.id;
  if (column.isUnsorted) {
    return (
      <th scope="col" className={column.isNumber ? styles.number : undefined}>
        <span className={styles.fixed}>
          {column.title}
          {column.unit && <span className={styles.unit}> {column.unit}</span>}
        </span>
      </th>
    );
  }
  const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" aria-sort={direction} className={column.isNumber ? styles.number : undefined}>
      <button
        type="button"
        className={styles.button}
        title={currentTexts().table.sortBy(column.title)}
        onClick={() => onSort(pressed(sort, column))}
      >
        {column.title}
        {column.unit && <span className={styles.unit}>{column.unit}</span>}
        {isSorted && <Icon name={sort.isDescending ? 'arrow-down' : 'arrow-up'} aria-hidden />}
      </button>
    </th>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  number: css({ '&&': { textAlign: 'right' }, button: { justifyContent: 'flex-end' } }),
  button: css({
    display: 'inline-flex',
    flexWrap: 'wrap',
    justifyContent: 'inherit',
    alignItems: 'baseline',
    gap: theme.spacing(0.5),
    minHeight: 24,
    background: 'none',
    border: 'none',
    padding: 0,
    textAlign: 'inherit',
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  fixed: css({ fontWeight: theme.typography.fontWeightMedium }),
  unit: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
});
