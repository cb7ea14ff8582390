import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import { useEffect, useState } from 'react';

import { printPersons } from './print';
import { remarkOf, revealTexts } from './texts';
import { type Person } from './types';

interface Props {
  persons: Person[];
  seconds: number;
  onTimeUp: () => void;
  onClose: () => void;
}

/** The identities, for as long as they are shown. */
export function RevealedList({ persons, seconds, onTimeUp, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const texts = revealTexts();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left <= 0) {
      onTimeUp();
      return undefined;
    }
    const tick = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(tick);
  }, [left, onTimeUp]);
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={texts.caption}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{texts.client}</th>
              <th scope="col">{texts.number}</th>
              <th scope="col">{texts.remark}</th>
            </tr>
          </thead>
          <tbody>
            {persons.map((person) => (
              <tr key={person.clientId}>
                <th scope="row">{person.clientId}</th>
                <td>{person.number ?? '–'}</td>
                <td>{remarkOf(person)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Button onClick={onClose}>{texts.close}</Button>
        <Button variant="secondary" onClick={() => printPersons(persons)}>
          {texts.print}
        </Button>
        <span role="timer">{texts.hidesIn(String(left))}</span>
      </Stack>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ maxHeight: '50vh', overflow: 'auto', marginBottom: theme.spacing(2) }),
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    'th, td': {
      padding: theme.spacing(0.5, 2, 0.5, 0),
      textAlign: 'left',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      fontWeight: theme.typography.fontWeightRegular,
    },
    'thead th': { color: theme.colors.text.secondary },
  }),
});
