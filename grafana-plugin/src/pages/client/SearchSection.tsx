import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { addressOf } from '../../app/addresses';
import { useNamedQuery } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatNumber } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type Found, readFound } from './read';
import { clientTexts } from './texts';

/** The address of one client. */
export function addressOfClient(client: string): string {
  return `${addressOf('individ')}/${client}`;
}

/** What the page shows without a client: the way to one. */
export function SearchSection() {
  const styles = useStyles2(getStyles);
  const { search } = clientTexts();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const isWrong = !/^\d*$/.test(typed.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong) {
      setAsked(typed.trim());
    }
  };
  return (
    <Section title={search.title} help={search.help}>
      <form onSubmit={submit} className={styles.form} role="search">
        <Field label={search.field} htmlFor={id} invalid={isWrong} error={search.digits} className={styles.field}>
          <Input
            id={id}
            width={32}
            value={typed}
            inputMode="numeric"
            onChange={(e) => setTyped(e.currentTarget.value)}
          />
        </Field>
        <Button type="submit" icon="search">
          {search.button}
        </Button>
      </form>
      {asked !== '' && <Results beginning={asked} />}
    </Section>
  );
}

function Results({ beginning }: { beginning: string }) {
  const texts = clientTexts();
  const { units } = currentTexts();
  const language = currentLanguage();
  const answer = useNamedQuery('client_search', readFound, { beginning });
  const text = (id: 'client_id' | 'area_name', title: string) => ({
    id,
    title,
    value: (row: Found) => row[id],
    text: (row: Found) => row[id],
  });
  const number = (id: 'age_years' | 'hours_now', title: string, unit?: string) => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row: Found) => row[id],
    text: (row: Found) => formatNumber(row[id], language, 1),
  });
  return (
    <Answered answer={answer}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty>{texts.search.none}</Empty>
        ) : (
          <DataTable
            caption={texts.search.results}
            rows={rows}
            rowId={(row) => row.client_id}
            onOpen={(row) => locationService.push(addressOfClient(row.client_id))}
            columns={[
              text('client_id', texts.columns.client),
              text('area_name', texts.columns.area),
              number('age_years', texts.columns.age),
              {
                id: 'status',
                title: texts.columns.status,
                value: (row) => row.status,
                text: (row) => texts.statuses[row.status] ?? row.status,
              },
              number('hours_now', texts.columns.hours, units.hoursPerMonth),
            ]}
          />
        )
      }
    </Answered>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'end' }),
  field: css({ margin: 0 }),
});
