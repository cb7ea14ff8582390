import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';
import { Route, Routes, useLocation } from 'react-router';

import { addressOf } from '../../app/addresses';
import { type Whoami } from '../../client/types';
import { useWhoami } from '../../client/useWhoami';
import { Answered, NoAccess } from '../../components/states';
import { ChoosePage } from './ChoosePage';
import { ComparePage } from './ComparePage';
import { SavedOnePage } from './SavedOnePage';
import { SavedPage } from './SavedPage';
import { pageTexts } from './texts';
import { useNames } from './useNames';

/** The roles that see single clients; the backend decides, this only spares the reader the error. */
const ROLES = ['manager', 'analyst'];

/** Whom to meet now, and why. */
export default function SelectionPage() {
  const whoami = useWhoami();
  return (
    <Answered answer={whoami}>
      {(who) =>
        ROLES.includes(who.role) ? (
          <Pages whoami={who} />
        ) : (
          <>
            <NoAccess contact={who.contact} />
            <p style={{ textAlign: 'center' }}>{pageTexts().noAccess(who.contact || pageTexts().noAccessWhom)}</p>
          </>
        )
      }
    </Answered>
  );
}

function Pages({ whoami }: { whoami: Whoami }) {
  const names = useNames();
  return (
    <>
      <Tabs />
      <Answered answer={names}>
        {(known) => (
          <Routes>
            <Route index element={<ChoosePage whoami={whoami} names={known} />} />
            <Route path="sparade" element={<SavedPage />} />
            <Route path="sparade/:id" element={<SavedOnePage />} />
            <Route path="jamfor" element={<ComparePage names={known} />} />
          </Routes>
        )}
      </Answered>
    </>
  );
}

/** The parts of the page, as links: each has its address. */
function Tabs() {
  const styles = useStyles2(getStyles);
  const { tabs } = pageTexts();
  const { pathname } = useLocation();
  const root = addressOf('urval');
  const link = (address: string, isCurrent: boolean, text: ReactNode) => (
    <li>
      <a
        href={address}
        aria-current={isCurrent ? 'page' : undefined}
        className={isCurrent ? styles.current : styles.link}
      >
        {text}
      </a>
    </li>
  );
  return (
    <nav aria-label={tabs.label}>
      <ul className={styles.list}>
        {link(root, pathname.replace(/\/$/, '').endsWith('/urval'), tabs.choose)}
        {link(`${root}/sparade`, pathname.includes('/sparade'), tabs.saved)}
        {link(`${root}/jamfor`, pathname.includes('/jamfor'), tabs.compare)}
      </ul>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const link = {
    display: 'inline-block',
    padding: theme.spacing(1, 1.5),
    borderBottom: '2px solid transparent',
    '&:hover': { color: theme.colors.text.maxContrast },
  };
  return {
    list: css({
      display: 'flex',
      flexWrap: 'wrap',
      listStyle: 'none',
      margin: theme.spacing(0, 0, 2),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    }),
    link: css({ ...link, color: theme.colors.text.secondary }),
    current: css({
      ...link,
      color: theme.colors.text.maxContrast,
      borderBottomColor: theme.colors.primary.border,
      fontWeight: theme.typography.fontWeightMedium,
    }),
  };
};
