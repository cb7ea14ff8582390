import { Button } from '@grafana/ui';
import { useState } from 'react';

import { type Saved } from './api';
import { ExportDialog } from './ExportDialog';
import { CAN_EXPORT } from './exporting';
import { type Filter } from './filter';
import { SaveDialog } from './SaveDialog';
import { SQLDialog } from './SQLDialog';
import { pageTexts } from './texts';

interface Props {
  filter: Filter;
  /** The saved selection that is open, if any. */
  opened: Saved | undefined;
  sql: string;
  onSaved: (saved: Saved) => void;
}

/** What can be done with the list: see its SQL, take it out, save it. */
export function Tools({ filter, opened, sql, onSaved }: Props) {
  const [shown, setShown] = useState<'sql' | 'save' | 'export'>();
  const texts = pageTexts();
  const close = () => setShown(undefined);
  return (
    <>
      <Button size="sm" variant="secondary" disabled={!sql} onClick={() => setShown('sql')}>
        {texts.sql.show}
      </Button>
      {CAN_EXPORT && (
        <Button size="sm" variant="secondary" onClick={() => setShown('export')}>
          {texts.exporting.button}
        </Button>
      )}
      <Button size="sm" onClick={() => setShown('save')}>
        {texts.saving.button}
      </Button>
      {shown === 'sql' && <SQLDialog sql={sql} onClose={close} />}
      {shown === 'export' && <ExportDialog filter={filter} onClose={close} />}
      {shown === 'save' && <SaveDialog filter={filter} opened={opened} onSaved={onSaved} onClose={close} />}
    </>
  );
}
