import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Checkbox, Toggletip, useStyles2 } from '@grafana/ui';

import { currentTexts } from '../texts';

interface Props {
  caption: string;
  columns: Array<{ id: string; title: string }>;
  hidden: Set<string>;
  onChange: (hidden: Set<string>) => void;
}

/** Lets the reader choose which columns of a table to see. The first one says which row it is, so it stays. */
export function ColumnChooser({ caption, columns, hidden, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const { table } = currentTexts();
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) {
      next.add(id);
    }
    onChange(next);
  };
  const choices = (
    <div role="group" aria-label={table.columnsLabel(caption)} className={styles.choices}>
      {columns.slice(1).map((column) => (
        <Checkbox
          key={column.id}
          label={column.title}
          value={!hidden.has(column.id)}
          onChange={() => toggle(column.id)}
        />
      ))}
    </div>
  );
  return (
    <div className={styles.bar}>
      <Toggletip content={choices} placement="bottom-end" closeButton={false}>
        <Button variant="secondary" size="sm" icon="columns" aria-label={table.columnsLabel(caption)}>
          {table.columns}
        </Button>
      </Toggletip>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', justifyContent: 'flex-end', marginBottom: theme.spacing(1) }),
  choices: css({ display: 'grid', gap: theme.spacing(1), maxHeight: '60vh', overflowY: 'auto' }),
});
