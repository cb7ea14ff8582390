import { Button } from '@grafana/ui';
import { useState } from 'react';

import { ExportButton } from '../../components/ExportButton';
import { SQLDialog } from '../../components/SQLDialog';
import { currentTexts } from '../../texts';
import { type Saved } from './api';
import { cleaned, type Filter, keyOf } from './filter';
import { SaveDialog } from './SaveDialog';
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
  const [shown, setShown] = useState<'sql' | 'save'>();
  const texts = pageTexts();
  const isAsSaved = opened && !opened.is_expired && keyOf(opened.filter) === keyOf(filter);
  const close = () => setShown(undefined);
  return (
    <>
      <Button size="sm" variant="secondary" disabled={!sql} onClick={() => setShown('sql')}>
        {currentTexts().sql.show}
      </Button>
      <ExportButton
        about={texts.list.title}
        what={
          isAsSaved ? { kind: 'selection', selection_id: opened.id } : { kind: 'selection', choices: cleaned(filter) }
        }
        purpose={isAsSaved && !opened.is_example ? opened.purpose : ''}
        hasPersons
      />
      <Button size="sm" onClick={() => setShown('save')}>
        {texts.saving.button}
      </Button>
      {shown === 'sql' && <SQLDialog sql={sql} help={texts.sql.help} onClose={close} />}
      {shown === 'save' && <SaveDialog filter={filter} opened={opened} onSaved={onSaved} onClose={close} />}
    </>
  );
}
