import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { useLocation, useParams } from 'react-router';

import { addressOf } from '../../app/addresses';
import { useNamedQuery } from '../../client/useQuery';
import { useWhoami } from '../../client/useWhoami';
import { Answered, Empty, NoAccess } from '../../components/states';
import { CourseSection } from './CourseSection';
import { DecisionsSection } from './DecisionsSection';
import { EquitySection } from './EquitySection';
import { ExclusionNotice } from './ExclusionNotice';
import { Facts } from './Facts';
import { NeedsSection } from './NeedsSection';
import { PotentialSection } from './PotentialSection';
import { type Client, type Exclusion, readClient, readExclusion } from './read';
import { RisksSection } from './RisksSection';
import { SearchSection } from './SearchSection';
import { SignsSection } from './SignsSection';
import { clientTexts } from './texts';
import { type Opening } from './opening';

/** Roles that see persons; the database decides again. */
const SEES_PERSONS = ['manager', 'analyst'];

/** One client: the course, what is expected, why, what could help, and what is decided. */
export default function ClientPage() {
  const whoami = useWhoami();
  const client = useParams()['*'] ?? '';
  return (
    <Answered answer={whoami}>
      {({ role, contact }) => {
        if (!SEES_PERSONS.includes(role)) {
          return <NoAccess contact={contact} />;
        }
        return /^\d+$/.test(client) ? (
          <One key={client} id={client} mayDecide={role === 'manager'} />
        ) : (
          <SearchSection />
        );
      }}
    </Answered>
  );
}

function One({ id, mayDecide }: { id: string; mayDecide: boolean }) {
  const styles = useStyles2(getStyles);
  const texts = clientTexts();
  const answer = useNamedQuery('client', readClient, { client: id });
  const excluded = useNamedQuery('client_exclusion', readExclusion, { client: id });
  return (
    <div className={styles.page}>
      <Links />
      <Answered answer={excluded}>
        {(exclusion) => (
          <Answered answer={answer}>
            {(client) => {
              if (!client && !exclusion) {
                return <Empty>{texts.noSuch}</Empty>;
              }
              return (
                <>
                  {exclusion && <ExclusionNotice exclusion={exclusion} />}
                  {client ? (
                    <Sections client={client} exclusion={exclusion} mayDecide={mayDecide} />
                  ) : (
                    <CourseSection id={id} version={0} />
                  )}
                </>
              );
            }}
          </Answered>
        )}
      </Answered>
    </div>
  );
}

/** The selection that the client was opened from: ?urval=… of the address. */
function useSelection(): string | null {
  return new URLSearchParams(useLocation().search).get('urval');
}

/** The way back to the selection that the client was opened from, and to another client. */
function Links() {
  const styles = useStyles2(getStyles);
  const texts = clientTexts();
  const selection = useSelection();
  return (
    <nav className={styles.links}>
      {selection !== null && (
        <TextLink
          inline={false}
          href={addressOf(selection === '' ? 'urval' : `urval/sparade/${encodeURIComponent(selection)}`)}
        >
          {texts.backToSelection}
        </TextLink>
      )}
      <TextLink inline={false} href={addressOf('individ')}>
        {texts.another}
      </TextLink>
    </nav>
  );
}

interface SectionsProps {
  client: Client;
  /** What the client is left out of; then no estimate is asked for. */
  exclusion: Exclusion | undefined;
  mayDecide: boolean;
}

function Sections({ client, exclusion, mayDecide }: SectionsProps) {
  const styles = useStyles2(getStyles);
  const selection = useSelection();
  const [opening, setOpening] = useState<Opening>();
  const [version, setVersion] = useState(0); // counts what was saved, so that what shows it asks anew
  const id = client.client_id;
  const open = mayDecide ? setOpening : undefined;
  const isEstimated = !exclusion?.is_from_models;
  return (
    <div className={styles.page}>
      <Facts client={client} mayReveal={mayDecide} />
      <CourseSection id={id} version={version} />
      <div className={styles.columns}>
        {isEstimated && (
          <RisksSection id={id} onWrong={open && (() => open({ form: 'not_followed', reason: 'score_too_high' }))} />
        )}
        <div className={styles.page}>
          {isEstimated && (
            <PotentialSection id={id} onRegister={open && ((kind) => open({ form: 'followed', kind }))} />
          )}
          <DecisionsSection
            id={id}
            version={version}
            selection={selection ?? ''}
            opening={opening}
            onOpen={open}
            onClose={() => setOpening(undefined)}
            onSaved={() => {
              setOpening(undefined);
              setVersion(version + 1);
            }}
          />
        </div>
      </div>
      {isEstimated && (
        <>
          <NeedsSection id={id} />
          <div className={styles.columns}>
            <SignsSection id={id} />
            <EquitySection id={id} />
          </div>
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gap: theme.spacing(2), gridTemplateColumns: 'minmax(0, 1fr)' }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 3) }),
  columns: css({
    display: 'grid',
    gap: theme.spacing(2),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('lg')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  }),
});
