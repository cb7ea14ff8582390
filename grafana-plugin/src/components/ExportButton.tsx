import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Dropdown, Menu, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { type ExportFormat, type ExportWhat } from '../client/exportFile';
import { formatNumber } from '../format';
import { currentLanguage, currentTexts } from '../texts';
import { PurposeDialog } from './PurposeDialog';
import { QuerySQL } from './QuerySQL';
import { type Progress, useExport } from './useExport';

interface Props {
  /** What is taken out, for those who hear the button and do not see what it stands beside. */
  about: string;
  what: ExportWhat;
  /** Single clients are in it: the purpose is asked for. */
  hasPersons?: boolean;
  /** The purpose that is proposed, such as the selection's. */
  purpose?: string;
  formats?: readonly ExportFormat[];
  /** What is on the button. */
  label?: string;
}

const ALL_FORMATS: readonly ExportFormat[] = ['xlsx', 'csv-se', 'csv', 'parquet'];

/** Takes data out as a file of the form that the reader chooses, and says how it went; shows the query behind it, where there is one. */
export function ExportButton({
  about,
  what,
  hasPersons = false,
  purpose = '',
  formats = ALL_FORMATS,
  label = currentTexts().exporting.button,
}: Props) {
  const styles = useStyles2(getStyles);
  const { exporting, sql } = currentTexts();
  const [isSQLShown, setSQLShown] = useState(false);
  const { progress, start, cancel } = useExport();
  const [asked, setAsked] = useState<ExportFormat>();

  function choose(format: ExportFormat) {
    if (hasPersons) {
      setAsked(format);
    } else {
      void start({ ...what, format });
    }
  }

  const menu = (
    <Menu ariaLabel={exporting.formatsLabel(about)}>
      {formats.map((format) => (
        <Menu.Item
          key={format}
          label={exporting.formats[format].title}
          description={exporting.formats[format].text}
          onClick={() => choose(format)}
        />
      ))}
      {what.kind === 'query' && <Menu.Divider />}
      {what.kind === 'query' && <Menu.Item label={sql.show} description={sql.text} onClick={() => setSQLShown(true)} />}
    </Menu>
  );
  return (
    <div className={styles.row}>
      <Outcome progress={progress} />
      {progress.state === 'running' ? (
        <Button variant="secondary" size="sm" icon="times" onClick={cancel} aria-label={exporting.cancelLabel(about)}>
          {exporting.cancel}
        </Button>
      ) : (
        <Dropdown overlay={menu} placement="bottom-end">
          <Button variant="secondary" size="sm" icon="download-alt" aria-label={exporting.label(label, about)}>
            {label}
          </Button>
        </Dropdown>
      )}
      {what.kind === 'query' && isSQLShown && (
        <QuerySQL name={what.name} parameters={what.parameters} onClose={() => setSQLShown(false)} />
      )}
      {asked && (
        <PurposeDialog
          about={about}
          purpose={purpose}
          onDismiss={() => setAsked(undefined)}
          onConfirm={(given) => {
            setAsked(undefined);
            void start({ ...what, format: asked, purpose: given });
          }}
        />
      )}
    </div>
  );
}

/** Says in words how the export goes, also to those who do not see it. */
function Outcome({ progress }: { progress: Progress }) {
  const styles = useStyles2(getStyles);
  const { exporting } = currentTexts();
  if (progress.state === 'failed') {
    return (
      <span role="alert" className={styles.failed}>
        {exporting.failed[progress.failure.kind]} {progress.failure.message}
      </span>
    );
  }
  return (
    <span role="status" className={styles.told}>
      {progress.state === 'running' && exporting.running}
      {progress.state === 'done' && exporting.done(progress.fileName, formatNumber(progress.rows, currentLanguage()))}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  told: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  failed: css({ color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize, maxWidth: '60ch' }),
});
