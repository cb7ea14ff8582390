import { Field, FieldSet, SecretTextArea, Switch } from '@grafana/ui';
import { useId } from 'react';

import { currentDatasourceTexts } from '../texts';
import { TextField } from './fields';
import { type EditorProps } from './settings';
import { hasSecret, withoutSecret, withSecret } from './secrets';

const KEYS = ['tlsCaCert', 'tlsClientCert', 'tlsClientKey'] as const;

/** How connections are protected. */
export function TLSSettings({ options, onOptionsChange }: EditorProps) {
  const texts = currentDatasourceTexts().config;
  const id = useId();
  const { tls } = options.jsonData;
  const change = (changed: typeof tls) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, tls: { ...tls, ...changed } } });
  return (
    <FieldSet>
      <Field label={texts.tls} htmlFor={id}>
        <Switch id={id} value={tls?.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
      </Field>
      {tls?.enabled && (
        <>
          <TextField
            label={texts.tlsServerName}
            value={tls.serverName}
            onChange={(serverName) => change({ serverName })}
          />
          <Field label={texts.tlsSkipVerify} htmlFor={`${id}-skip`}>
            <Switch
              id={`${id}-skip`}
              value={tls.skipVerify}
              onChange={(event) => change({ skipVerify: event.currentTarget.checked })}
            />
          </Field>
          {KEYS.map((key) => (
            <Field key={key} label={texts[key]} htmlFor={id + key}>
              <SecretTextArea
                id={id + key}
                cols={60}
                rows={4}
                isConfigured={hasSecret(options, key)}
                onReset={() => onOptionsChange(withoutSecret(options, key))}
                onChange={(event) => onOptionsChange(withSecret(options, key, event.currentTarget.value))}
              />
            </Field>
          ))}
        </>
      )}
    </FieldSet>
  );
}
