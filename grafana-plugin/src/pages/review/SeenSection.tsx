import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { namedQuery, runQuery } from '../../client/client';
import { useAnswer } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { ExportButton } from '../../components/ExportButton';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatInstant, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { OneLine } from './OneLine';
import { readSights } from './read';
import { reviewTexts } from './texts';
import { folded, type FoldedSight, placeWords, purposeWords, roleWords, sightWords } from './words';

/** The reason's shortest length, characters; the backend holds to it too. */
const SHORTEST_WHY = 10;

interface Asked {
  client: string;
  why: string;
  /** Asked again is another extract, and another row of the log. */
  time: number;
}

/** The extract of a client: who has seen the data, for those who ask for it. */
export function SeenSection() {
  const { seen: texts } = reviewTexts();
  const [asked, setAsked] = useState<Asked>();
  const actions = asked && (
    <ExportButton
      about={texts.results(asked.client)}
      what={{ kind: 'query', name: 'access_seen', parameters: { pseudonym: asked.client } }}
      purpose={asked.why}
      hasPersons
    />
  );
  return (
    <Section title={texts.title} help={texts.help} actions={actions}>
      <SeenForm onAsk={setAsked} />
      {asked && <Extract key={asked.time} {...asked} />}
    </Section>
  );
}

function SeenForm({ onAsk }: { onAsk: (asked: Asked) => void }) {
  const styles = useStyles2(getStyles);
  const { seen: texts } = reviewTexts();
  const [client, setClient] = useState('');
  const [why, setWhy] = useState('');
  const [isTried, setIsTried] = useState(false);
  const ids = { client: useId(), why: useId() };
  const isWrong = !/^\d+$/.test(client.trim());
  const isShort = why.trim().length < SHORTEST_WHY;

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsTried(true);
    if (isWrong || isShort) {
      document.getElementById(isWrong ? ids.client : ids.why)?.focus();
    } else {
      onAsk({ client: client.trim(), why: why.trim(), time: Date.now() });
    }
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={texts.client}
        description={texts.clientHelp}
        htmlFor={ids.client}
        invalid={isTried && isWrong}
        error={texts.clientMissing}
        className={styles.field}
      >
        <Input
          id={ids.client}
          inputMode="numeric"
          autoComplete="off"
          value={client}
          onChange={(event) => setClient(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={texts.why}
        description={texts.whyHelp}
        htmlFor={ids.why}
        invalid={isTried && isShort}
        error={texts.whyMissing}
        className={styles.wide}
      >
        <Input id={ids.why} maxLength={300} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      </Field>
      <Button type="submit" icon="search" className={styles.button}>
        {texts.ask}
      </Button>
    </form>
  );
}

function Extract({ client, why, time }: Asked) {
  const styles = useStyles2(getStyles);
  const { seen: texts } = reviewTexts();
  const { columns } = texts;
  const language = currentLanguage();
  const answer = useAnswer(`${client} ${time}`, async (signal) => {
    const query = { ...namedQuery('access_seen', { pseudonym: client }), why };
    const sights = readSights(await runQuery(query, signal));
    // Numbered, since a row has no name of its own.
    return { all: sights.length, rows: folded(sights).map((sight, number) => ({ ...sight, number })) };
  });
  const text = (id: string, title: string, of: (row: FoldedSight) => string) => ({ id, title, value: of, text: of });
  return (
    <Answered answer={answer}>
      {({ all, rows }) =>
        rows.length === 0 ? (
          <p className={styles.note}>{texts.none}</p>
        ) : (
          <>
            <p role="status" className={styles.note}>
              {texts.counted(formatNumber(all, language))}
            </p>
            <DataTable
              caption={texts.results(client)}
              rows={rows}
              rowId={(row) => String(row.number)}
              initialSort={{ column: 'when', isDescending: true }}
              pageSize={25}
              columns={[
                {
                  id: 'when',
                  title: columns.when,
                  value: (row) => row.accessed_at,
                  text: (row) => formatInstant(row.accessed_at),
                  render: (row) => <OneLine>{formatInstant(row.accessed_at)}</OneLine>,
                },
                {
                  ...text('who', columns.who, (row) => row.user_name),
                  render: (row) => <OneLine>{row.user_name}</OneLine>,
                },
                text('role', columns.role, (row) => roleWords(row.role)),
                text('what', columns.what, sightWords),
                {
                  id: 'clients',
                  title: columns.clients,
                  isNumber: true,
                  value: (row) => Math.max(row.n_clients, 1),
                  text: (row) => formatNumber(Math.max(row.n_clients, 1), language),
                },
                text('purpose', columns.purpose, purposeWords),
                text('where', columns.where, placeWords),
                {
                  id: 'times',
                  title: columns.times,
                  isNumber: true,
                  value: (row) => row.n_times,
                  text: (row) => formatNumber(row.n_times, language),
                },
              ]}
            />
          </>
        )
      }
    </Answered>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2), alignItems: 'end' }),
  field: css({ margin: 0, flex: '1 1 220px', maxWidth: 320 }),
  wide: css({ margin: 0, flex: '2 1 260px', maxWidth: 560 }),
  button: css({ flex: '0 0 auto' }),
  note: css({ margin: theme.spacing(1.5, 0, 0.5), color: theme.colors.text.secondary }),
});
