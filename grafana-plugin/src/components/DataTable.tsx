import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';

import { formatNumber } from '../format';
import { currentLanguage, currentTexts } from '../texts';
import { ColumnChooser } from './ColumnChooser';
import { HeaderCell } from './HeaderCell';
import { Pick, PickAll } from './Picking';
import { nextRow, sorted } from './sorting';
import { type Column, type Picking, type Sort } from './table';

export type { Column } from './table';

interface Props<T> {
  caption: string;
  rows: T[];
  columns: Array<Column<T>>;
  rowId: (row: T) => string;
  /** What a row leads to; the first column becomes its link or button. */
  onOpen?: (row: T) => void;
  href?: (row: T) => string;
  /** For rows that are only some of all: whoever has the rest sorts them. */
  order?: { sort: Sort; onSort: (sort: Sort) => void };
  picking?: Picking<T>;
  initialSort?: Sort;
  /** Rows shown at first, and more at each press of the button below. */
  pageSize?: number;
  /** Lets the reader choose columns. */
  canChooseColumns?: boolean;
  /** For many columns: less air between them. */
  isDense?: boolean;
}

/**
 * A table that can be sorted and read by keyboard: Tab goes to the headings and into the rows, arrows, Home and End go from row to row, Enter
 * opens one.
 */
export function DataTable<T>(props: Props<T>) {
  const { caption, rows, columns, rowId, onOpen, href, order, picking } = props;
  const { initialSort, pageSize = 100, canChooseColumns = false, isDense = false } = props;
  const styles = useStyles2(getStyles);
  const { table } = currentTexts();
  const language = currentLanguage();
  const [ownSort, setOwnSort] = useState(initialSort);
  const sort = order?.sort ?? ownSort;
  const [limit, setLimit] = useState(pageSize);
  const [hidden, setHidden] = useState(() => new Set(columns.filter((c) => c.isHidden).map((c) => c.id)));
  const [focused, setFocused] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);

  const visible = columns.filter((column) => !hidden.has(column.id));
  const ordered = useMemo(() => (order ? rows : sorted(rows, columns, sort)), [rows, columns, sort, order]);
  const shown = ordered.slice(0, limit);
  const current = Math.min(focused, Math.max(shown.length - 1, 0));

  const opens = Boolean(onOpen ?? href);

  function move(event: KeyboardEvent) {
    const next = nextRow(event.key, current, shown.length);
    if (next === undefined) {
      return;
    }
    event.preventDefault();
    setFocused(next);
    body.current?.querySelectorAll<HTMLElement>('[data-opens]')[next]?.focus();
  }

  return (
    <div>
      {canChooseColumns && <ColumnChooser caption={caption} columns={columns} hidden={hidden} onChange={setHidden} />}
      {/* The region scrolls sideways on a narrow screen, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
        <table className={isDense ? styles.dense : styles.table}>
          <caption className={styles.caption}>{caption}</caption>
          <thead>
            <tr>
              {picking && <PickAll picking={picking} ids={shown.map(rowId)} />}
              {visible.map((column) => (
                <HeaderCell key={column.id} column={column} sort={sort} onSort={order?.onSort ?? setOwnSort} />
              ))}
            </tr>
          </thead>
          {/* Keys bubble up from the rows' buttons; the body itself takes no focus. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <tbody ref={body} onKeyDown={opens ? move : undefined}>
            {shown.map((row, index) => (
              <tr key={rowId(row)}>
                {picking && <Pick picking={picking} row={row} id={rowId(row)} />}
                {visible.map((column, place) => {
                  const content = column.render?.(row) ?? column.text(row);
                  const className = column.isNumber ? styles.number : column.isWide ? styles.wide : undefined;
                  if (place > 0) {
                    return (
                      <td key={column.id} className={className}>
                        {content}
                      </td>
                    );
                  }
                  return (
                    <th key={column.id} scope="row" className={className}>
                      {href ? (
                        <a
                          data-opens
                          className={styles.open}
                          href={href(row)}
                          tabIndex={index === current ? 0 : -1}
                          onFocus={() => setFocused(index)}
                        >
                          {content}
                        </a>
                      ) : onOpen ? (
                        <button
                          type="button"
                          data-opens
                          className={styles.open}
                          tabIndex={index === current ? 0 : -1}
                          onFocus={() => setFocused(index)}
                          onClick={() => onOpen(row)}
                        >
                          {content}
                        </button>
                      ) : (
                        content
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className={styles.foot}>{table.noRows}</p>}
      {rows.length > limit && (
        <div className={styles.foot} role="status">
          {table.rows(formatNumber(shown.length, language), formatNumber(rows.length, language))}
          <Button variant="secondary" size="sm" onClick={() => setLimit(limit + pageSize)}>
            {table.showMore}
          </Button>
        </div>
      )}
    </div>
  );
}

const tableStyle = (theme: GrafanaTheme2, air: number) =>
  css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.75, air),
      textAlign: 'left',
      verticalAlign: 'middle',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    'tbody th': { fontWeight: theme.typography.fontWeightRegular },
    'tbody tr:hover': { background: theme.colors.action.hover },
  });

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: tableStyle(theme, 1.5),
  dense: tableStyle(theme, 0.5),
  caption: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
  wide: css({ minWidth: 200, fontSize: theme.typography.bodySmall.fontSize }),
  number: css({ '&&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  open: css({
    background: 'none',
    border: 'none',
    padding: 0,
    minHeight: 24,
    textAlign: 'inherit',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
  }),
  foot: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(1, 0),
    color: theme.colors.text.secondary,
  }),
});
