import { css } from '@emotion/css';
import { type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Collapse, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { type FramsynQuery } from '../../client/types';
import { useAnswer } from '../../client/useQuery';
import { Answered } from '../../components/states';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';

interface Props {
  datasource: FramsynDataSource;
  query: FramsynQuery;
  range?: TimeRange;
}

/** The SQL that the database gets, when somebody asks for it. */
export function ExpandedSQL(props: Props) {
  const [isOpen, setIsOpen] = useState(false);
  if (!props.datasource.filterQuery({ ...props.query, hide: false })) {
    return null;
  }
  return (
    <Collapse label={currentDatasourceTexts().query.expanded} isOpen={isOpen} onToggle={setIsOpen}>
      {isOpen && <Expanded {...props} />}
    </Collapse>
  );
}

function Expanded({ datasource, query, range }: Props) {
  const styles = useStyles2(getStyles);
  const key = JSON.stringify([query, range?.raw]);
  const answer = useAnswer(key, () => datasource.interpolate(query, range));
  return (
    <Answered answer={answer}>
      {({ sql, parameters, notices }) => (
        <>
          <pre className={styles.sql}>{sql}</pre>
          {Object.entries(parameters ?? {}).map(([name, value]) => (
            <div key={name}>
              <code>{name}</code> = <code>{value}</code>
            </div>
          ))}
          {notices?.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </>
      )}
    </Answered>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sql: css({ maxHeight: 320, overflow: 'auto', margin: theme.spacing(0, 0, 1), whiteSpace: 'pre-wrap' }),
});
