import { css } from '@emotion/css';
import { dateTime, type GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useMemo, useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { useWhoami } from '../../client/useWhoami';
import { Answered } from '../../components/states';
import { FindingsSection } from './FindingsSection';
import { ModelsSection } from './ModelsSection';
import { readMarks } from './read';
import { SamplesSection } from './SamplesSection';
import { SeenSection } from './SeenSection';
import { reviewTexts } from './texts';
import { bySubject } from './words';

/** The role that reviews the log; the database decides again. */
const REVIEWS = 'officer';

const PERIODS = [30, 90, 365] as const;
type Period = (typeof PERIODS)[number];

/** What somebody has to look at and decide: the access log, for the data protection officer, and runs of models that wait. */
export default function ReviewPage() {
  const whoami = useWhoami();
  return <Answered answer={whoami}>{({ role }) => (role === REVIEWS ? <Officer /> : <Others />)}</Answered>;
}

function Officer() {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.page}>
      <Log />
      <SeenSection />
      <ModelsSection />
    </div>
  );
}

function Others() {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.page}>
      <p className={styles.note}>{reviewTexts().onlyModels}</p>
      <ModelsSection />
    </div>
  );
}

/** Findings and samples of a period, and what was written of them. */
function Log() {
  const styles = useStyles2(getStyles);
  const texts = reviewTexts();
  const [days, setDays] = useState<Period>(90);
  const [marked, setMarked] = useState(0); // another time when something was written: all is asked anew
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a mark made now counts
  const range = useMemo(() => ({ from: dateTime().subtract(days, 'days'), to: dateTime() }), [days, marked]);
  const marks = useNamedQuery('review_marks', (frame) => bySubject(readMarks(frame)), undefined, range);
  const onMarked = () => setMarked((n) => n + 1);
  return (
    <>
      <div className={styles.bar}>
        <span>{texts.period}</span>
        <RadioButtonGroup
          aria-label={texts.period}
          value={days}
          onChange={setDays}
          options={PERIODS.map((value) => ({ value, label: texts.periods[value] }))}
        />
        <span className={styles.note}>{texts.periodNote}</span>
      </div>
      <Answered answer={marks}>
        {(history) => (
          <div className={styles.page}>
            <FindingsSection range={range} history={history} onMarked={onMarked} />
            <SamplesSection range={range} history={history} onMarked={onMarked} />
          </div>
        )}
      </Answered>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gap: theme.spacing(2), gridTemplateColumns: 'minmax(0, 1fr)' }),
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  note: css({ margin: 0, color: theme.colors.text.secondary }),
});
