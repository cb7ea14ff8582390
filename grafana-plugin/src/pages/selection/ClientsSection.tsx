import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type ReactNode, useMemo, useState } from 'react';

import { addressOf } from '../../app/addresses';
import { useAnswer } from '../../client/useQuery';
import { RevealIdentity } from '../../components/RevealIdentity';
import { DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { type Sort } from '../../components/table';
import { Answered, Empty } from '../../components/states';
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Client, readClients } from './api';
import { clientColumns } from './columns';
import { changed, type Filter, keyOf } from './filter';
import { pageTexts } from './texts';
import { type Names } from './words';

interface Props {
  filter: Filter;
  names: Names;
  /** How many meet the filter, where that is known. */
  total: number | undefined;
  onFilter: (filter: Filter) => void;
  /** The reader acts with clients, and may ask who those chosen are. */
  mayReveal: boolean;
  actions: ReactNode;
}

const PAGE = 100; // rows

/** The list: whom to meet, and why. With another filter or order it begins on its first page. */
export function ClientsSection(props: Props) {
  const { filter, actions } = props;
  const texts = pageTexts().list;
  const [sort, setSort] = useState<Sort>({ column: 'risk', isDescending: true });
  const key = `${keyOf(filter)} ${JSON.stringify(sort)}`;
  const [place, setPlace] = useState({ key, offset: 0 });
  const offset = place.key === key ? place.offset : 0;
  const listing = { sort: sort.column, descending: sort.isDescending, limit: PAGE, offset };
  const answer = useAnswer(`${key} ${offset}`, async (signal) => ({
    ...(await readClients(filter, listing, signal)),
    offset,
  }));
  return (
    <Section title={texts.title} help={texts.help} actions={actions}>
      <Answered answer={answer}>
        {(page) => (
          <Rows
            {...props}
            {...page}
            sort={sort}
            onSort={setSort}
            onOffset={(next) => setPlace({ key, offset: next })}
          />
        )}
      </Answered>
    </Section>
  );
}

interface RowsProps extends Props {
  sort: Sort;
  onSort: (sort: Sort) => void;
  clients: Client[];
  offset: number;
  onOffset: (offset: number) => void;
}

function Rows({ filter, names, total, onFilter, mayReveal, sort, onSort, clients, offset, onOffset }: RowsProps) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const texts = pageTexts().list;
  const key = keyOf(filter);
  const [picked, setPicked] = useState<{ key: string; ids: ReadonlySet<string> }>({ key, ids: new Set() });
  const chosen = picked.key === key ? picked.ids : new Set<string>(); // another filter, other clients to choose among
  const setChosen = (ids: Set<string>) => setPicked({ key, ids });
  const columns = useMemo(() => clientColumns(names), [names]);
  const order = useMemo(() => ({ sort, onSort }), [sort, onSort]);
  if (clients.length === 0) {
    return <Empty>{texts.none}</Empty>;
  }
  const last = offset + clients.length;
  const n = (value: number) => formatNumber(value, language);
  return (
    <>
      {chosen.size > 0 && (
        <div className={styles.bar} role="status">
          {texts.chosen(chosen.size)}
          <Button size="sm" onClick={() => onFilter(changed(filter, 'clients', [...chosen]))}>
            {texts.keep}
          </Button>
          <Button size="sm" variant="secondary" onClick={() => setChosen(new Set())}>
            {texts.clear}
          </Button>
          {mayReveal && <RevealIdentity clientIds={[...chosen]} page="urval" size="sm" />}
        </div>
      )}
      <DataTable
        caption={texts.title}
        rows={clients}
        columns={columns}
        rowId={(row) => row.client}
        href={(row) => addressOf(`individ/${row.client}`)}
        order={order}
        picking={{
          ids: chosen,
          onChange: setChosen,
          label: (row) => texts.choose(row.client),
          labelAll: texts.chooseAll,
        }}
        canChooseColumns
        isDense
      />
      <div className={styles.bar}>
        <span role="status">{texts.page(n(offset + 1), n(last), n(Math.max(total ?? last, last)))}</span>
        <Button size="sm" variant="secondary" disabled={offset === 0} onClick={() => onOffset(offset - PAGE)}>
          {texts.previous}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          disabled={clients.length < PAGE || (total !== undefined && last >= total)}
          onClick={() => onOffset(offset + PAGE)}
        >
          {texts.next}
        </Button>
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
    color: theme.colors.text.secondary,
  }),
});
