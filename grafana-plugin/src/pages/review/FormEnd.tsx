import { Alert, Button, Modal } from '@grafana/ui';

interface Props {
  texts: { failed: string; cancel: string; saving: string };
  /** What the button that saves says. */
  action: string;
  /** What went wrong when it was pressed; empty where nothing has. */
  failure: string;
  isSaving: boolean;
  isDestructive?: boolean;
  onDismiss: () => void;
}

/** The end of a dialog's form: what went wrong, and its two buttons. */
export function FormEnd({ texts, action, failure, isSaving, isDestructive = false, onDismiss }: Props) {
  return (
    <>
      <div role="alert">
        {failure !== '' && (
          <Alert severity="error" title={texts.failed}>
            {failure}
          </Alert>
        )}
      </div>
      <Modal.ButtonRow>
        <Button type="button" variant="secondary" fill="outline" onClick={onDismiss}>
          {texts.cancel}
        </Button>
        <Button type="submit" variant={isDestructive ? 'destructive' : 'primary'} disabled={isSaving}>
          {isSaving ? texts.saving : action}
        </Button>
      </Modal.ButtonRow>
    </>
  );
}
