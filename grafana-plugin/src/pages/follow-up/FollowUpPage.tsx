import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Combobox, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { useWhoami } from '../../client/useWhoami';
import { Answered } from '../../components/states';
import { type Area, readAreas } from '../overview/read';
import { AdviceSection } from './AdviceSection';
import { BeliefsSection } from './BeliefsSection';
import { CasesSection } from './CasesSection';
import { DecisionsSection } from './DecisionsSection';
import { GroupsSection } from './GroupsSection';
import { type About, HORIZONS } from './read';
import { followUpTexts } from './texts';
import { WaitingSection } from './WaitingSection';

/** Roles that see persons; the database decides again. */
const SEES_PERSONS = ['manager', 'analyst'];

/** What was believed of interventions, what came, and what that speaks for. */
export default function FollowUpPage() {
  const whoami = useWhoami();
  const areas = useNamedQuery('areas', readAreas);
  return (
    <Answered answer={whoami}>
      {({ role }) => (
        <Answered answer={areas}>
          {(choices) => <FollowUp areas={choices} seesPersons={SEES_PERSONS.includes(role)} />}
        </Answered>
      )}
    </Answered>
  );
}

function FollowUp({ areas, seesPersons }: { areas: Area[]; seesPersons: boolean }) {
  const styles = useStyles2(getStyles);
  const [about, setAbout] = useState<About>({ area: '', horizon: 6 });
  return (
    <div className={styles.page}>
      <Choices areas={areas} about={about} onChange={setAbout} />
      <AdviceSection about={about} />
      <GroupsSection about={about} areas={areas} />
      <BeliefsSection about={about} />
      <WaitingSection about={about} seesPersons={seesPersons} />
      {seesPersons && <CasesSection about={about} />}
      <DecisionsSection about={about} seesPersons={seesPersons} />
    </div>
  );
}

interface ChoicesProps {
  areas: Area[];
  about: About;
  onChange: (about: About) => void;
}

function Choices({ areas, about, onChange }: ChoicesProps) {
  const styles = useStyles2(getStyles);
  const texts = followUpTexts();
  const id = useId();
  const options = [{ label: texts.allAreas, value: '' }, ...areas.map(({ text, value }) => ({ label: text, value }))];
  const labels = { 3: texts.horizons.three, 6: texts.horizons.six, 12: texts.horizons.twelve };
  return (
    <div className={styles.bar}>
      <label htmlFor={id}>{texts.area}</label>
      <Combobox
        id={id}
        width={32}
        options={options}
        value={about.area}
        onChange={(option) => onChange({ ...about, area: option.value })}
      />
      <RadioButtonGroup
        aria-label={texts.horizon}
        value={about.horizon}
        onChange={(horizon) => onChange({ ...about, horizon })}
        options={HORIZONS.map((value) => ({ value, label: labels[value] }))}
      />
      <span className={styles.note}>{texts.horizon.toLowerCase()}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gap: theme.spacing(2), gridTemplateColumns: 'minmax(0, 1fr)' }),
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  note: css({ color: theme.colors.text.secondary }),
});
