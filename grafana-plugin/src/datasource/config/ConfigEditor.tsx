import { FieldSet, Text } from '@grafana/ui';

import { currentDatasourceTexts } from '../texts';
import { NumberField, TextField } from './fields';
import { MappingSettings } from './MappingSettings';
import { RoleSettingsTable } from './RoleSettingsTable';
import { type Change, type EditorProps, readList, writeList } from './settings';
import { TLSSettings } from './TLSSettings';

/** The settings of the data source. What is wrong with them is said by the backend when they are saved and tested. */
export function ConfigEditor({ options, onOptionsChange }: EditorProps) {
  const texts = currentDatasourceTexts().config;
  const settings = options.jsonData;
  const change: Change = (changed) => onOptionsChange({ ...options, jsonData: { ...settings, ...changed } });
  const { pool, caps } = settings;
  return (
    <>
      <FieldSet label={texts.connection}>
        <TextField
          label={texts.hosts}
          description={texts.hostsHelp}
          placeholder="clickhouse:9000"
          value={writeList(settings.hosts)}
          onChange={(text) => change({ hosts: readList(text) })}
        />
        <TextField label={texts.database} value={settings.database} onChange={(database) => change({ database })} />
        <TextField
          label={texts.contact}
          description={texts.contactHelp}
          value={settings.contact}
          onChange={(contact) => change({ contact })}
        />
      </FieldSet>
      <TLSSettings options={options} onOptionsChange={onOptionsChange} />
      <FieldSet label={texts.roles}>
        <p>
          <Text color="secondary">{texts.rolesHelp}</Text>
        </p>
        <RoleSettingsTable options={options} onOptionsChange={onOptionsChange} />
      </FieldSet>
      <MappingSettings settings={settings} change={change} />
      <FieldSet label={texts.identity}>
        <TextField
          label={texts.grafanaUrl}
          description={texts.identityHelp}
          placeholder="http://localhost:3000"
          value={settings.identity?.grafanaUrl}
          onChange={(grafanaUrl) => change({ identity: { ...settings.identity, grafanaUrl } })}
        />
      </FieldSet>
      <FieldSet label={texts.limits}>
        <NumberField
          label={texts.maxOpen}
          placeholder="8"
          value={pool?.maxOpen}
          onChange={(maxOpen) => change({ pool: { ...pool, maxOpen } })}
        />
        <NumberField
          label={texts.queryTimeoutSeconds}
          placeholder="60"
          value={pool?.queryTimeoutSeconds}
          onChange={(queryTimeoutSeconds) => change({ pool: { ...pool, queryTimeoutSeconds } })}
        />
        <NumberField
          label={texts.capRows}
          placeholder="100000"
          value={caps?.rows}
          onChange={(rows) => change({ caps: { ...caps, rows } })}
        />
        <NumberField
          label={texts.capBytes}
          placeholder="67108864"
          value={caps?.bytes}
          onChange={(bytes) => change({ caps: { ...caps, bytes } })}
        />
      </FieldSet>
    </>
  );
}
