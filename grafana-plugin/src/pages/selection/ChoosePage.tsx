import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

import { addressOf } from '../../app/addresses';
import { type Whoami } from '../../client/types';
import { useAnswer } from '../../client/useQuery';
import { Answered } from '../../components/states';
import { readOne, readSaved, readSummary, type Saved } from './api';
import { Chips } from './Chips';
import { ClientsSection } from './ClientsSection';
import { active, type Filter, keyOf, readFilter, START, writeFilter } from './filter';
import { FilterPanel } from './FilterPanel';
import { OpenedBar } from './OpenedBar';
import { Starts } from './Starts';
import { SummarySection } from './SummarySection';
import { pageTexts } from './texts';
import { Tools } from './Tools';
import { useDebounced } from './useDebounced';
import { type Names } from './words';

const STILL = 120; // ms without a change before the database is asked
const OPENED = 'urval'; // the saved selection, in the address

interface Props {
  whoami: Whoami;
  names: Names;
}

/** Choose clients: filters, what they add up to, and the list. The address holds the choices, so that it can be shared. */
export function ChoosePage({ whoami, names }: Props) {
  const styles = useStyles2(getStyles);
  const texts = pageTexts();
  const panel = useId();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [isPanelShown, setPanelShown] = useState(false);
  const filter = readFilter(search);
  const opened = new URLSearchParams(search).get(OPENED) ?? '';

  const settled = useDebounced(filter, keyOf(filter), STILL);
  const summary = useAnswer(keyOf(settled), (signal) => readSummary(settled, signal));
  const saved = useAnswer('saved', (signal) => readSaved(undefined, signal));
  const selection = useAnswer(opened, async (signal) =>
    opened ? (await readOne(opened, signal)).selection : undefined,
  );

  const go = (next: Filter, id = opened) => {
    const address = new URLSearchParams(writeFilter(next, search));
    address.delete(OPENED);
    if (id) {
      address.set(OPENED, id);
    }
    navigate({ search: `?${address.toString()}` }, { replace: true });
  };
  const isStart = keyOf(filter) === keyOf(START) && !opened;
  const current = opened && selection.state === 'ready' ? selection.data : undefined;
  const examples = saved.state === 'ready' ? saved.data.selections.filter((one) => one.is_example) : [];

  return (
    <div className={styles.page}>
      <aside className={styles.side} aria-label={texts.filters.title}>
        <div className={styles.toggle}>
          <Button
            variant="secondary"
            icon="filter"
            aria-expanded={isPanelShown}
            aria-controls={panel}
            onClick={() => setPanelShown(!isPanelShown)}
          >
            {isPanelShown ? texts.filters.hide : texts.filters.show(active(filter).length)}
          </Button>
        </div>
        <div id={panel} className={isPanelShown ? styles.panel : styles.hiddenWhenNarrow}>
          <FilterPanel filter={filter} onChange={go} names={names} maySQL={whoami.rawSql} />
        </div>
      </aside>
      <div className={styles.main} aria-busy={keyOf(filter) !== keyOf(settled)}>
        {isStart && <Starts examples={examples} onUse={(example: Saved) => go(example.filter, example.id)} />}
        {current && <OpenedBar selection={current} filter={filter} onClose={() => go(filter, '')} />}
        <Chips
          filter={filter}
          onChange={go}
          onReset={() => navigate(addressOf('urval'), { replace: true })}
          names={names}
        />
        <Answered answer={summary}>{(found) => <SummarySection summary={found} />}</Answered>
        <ClientsSection
          filter={settled}
          names={names}
          total={summary.state === 'ready' && !summary.isStale ? summary.data.total.n_clients : undefined}
          onFilter={go}
          mayReveal={whoami.role === 'manager'}
          actions={
            <Tools
              filter={filter}
              opened={current}
              sql={summary.state === 'ready' ? summary.data.sql : ''}
              onSaved={(one) => go(one.filter, one.id)}
            />
          }
        />
        <p className={styles.advice}>{texts.advice}</p>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const narrow = theme.breakpoints.down('lg');
  return {
    page: css({
      display: 'grid',
      gridTemplateColumns: '225px minmax(0, 1fr)',
      gap: theme.spacing(2),
      alignItems: 'start',
      [narrow]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    }),
    side: css({
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(1.5),
      minWidth: 0,
    }),
    toggle: css({ display: 'none', [narrow]: { display: 'block' } }),
    panel: css({ [narrow]: { marginTop: theme.spacing(1) } }),
    hiddenWhenNarrow: css({ [narrow]: { display: 'none' } }),
    main: css({ display: 'grid', gap: theme.spacing(2), minWidth: 0 }),
    advice: css({ color: theme.colors.text.secondary }),
  };
};
