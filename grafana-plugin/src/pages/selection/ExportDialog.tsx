import { Button, Modal, Stack } from '@grafana/ui';
import { useState } from 'react';

import { type Failure, toFailure } from '../../client/failure';
import { Failed } from '../../components/states';
import { exportSelection, type Format, FORMATS } from './exporting';
import { ChoiceField } from './fields';
import { type Filter } from './filter';
import { TextField } from './TextField';
import { pageTexts } from './texts';

/** Takes the list out as a file, with its purpose. */
export function ExportDialog({ filter, onClose }: { filter: Filter; onClose: () => void }) {
  const texts = pageTexts().exporting;
  const [format, setFormat] = useState<Format>('xlsx');
  const [purpose, setPurpose] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const send = () =>
    exportSelection({ filter, format, purpose }).then(onClose, (error: unknown) => setFailure(toFailure(error)));
  return (
    <Modal title={texts.button} isOpen onDismiss={onClose}>
      <Stack direction="column">
        <TextField label={texts.purpose} value={purpose} onChange={setPurpose} isRequired />
        <ChoiceField
          title={texts.format}
          options={FORMATS.map((value) => ({ value, label: value }))}
          value={format}
          onChange={(value) => setFormat(value ?? 'xlsx')}
        />
        {failure && <Failed failure={failure} />}
        <Button disabled={!purpose.trim()} onClick={send}>
          {texts.send}
        </Button>
      </Stack>
    </Modal>
  );
}
