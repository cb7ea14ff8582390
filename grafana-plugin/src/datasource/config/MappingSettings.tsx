import { Combobox, Field, FieldSet, Text } from '@grafana/ui';
import { useId } from 'react';

import { currentDatasourceTexts } from '../texts';
import { LinesField } from './fields';
import { type Change, ORG_ROLES, readLists, readPairs, ROLES, type Settings, writePairs } from './settings';

/** Who has which role, and who sees which areas. */
export function MappingSettings({ settings, change }: { settings: Settings; change: Change }) {
  const texts = currentDatasourceTexts().config;
  const { mapping } = settings;
  const setMapping = (changed: Settings['mapping']) => change({ mapping: { ...mapping, ...changed } });
  const setOrgRole = (orgRole: string, role: string) => {
    const orgRoles = { ...mapping?.orgRoles, [orgRole]: role };
    if (!role) {
      delete orgRoles[orgRole];
    }
    setMapping({ orgRoles });
  };
  return (
    <FieldSet label={texts.mapping}>
      <p>
        <Text color="secondary">{texts.mappingHelp}</Text>
      </p>
      <LinesField
        label={texts.logins}
        description={texts.pairsHelp}
        value={writePairs(mapping?.logins)}
        onChange={(text) => setMapping({ logins: readPairs(text) })}
      />
      <LinesField
        label={texts.groups}
        description={texts.pairsHelp}
        value={writePairs(mapping?.groups)}
        onChange={(text) => setMapping({ groups: readPairs(text) })}
      />
      {ORG_ROLES.map((orgRole) => (
        <RoleField
          key={orgRole}
          label={`${texts.orgRoles}: ${orgRole}`}
          value={mapping?.orgRoles?.[orgRole] ?? ''}
          onChange={(role) => setOrgRole(orgRole, role)}
        />
      ))}
      <LinesField
        label={texts.areas}
        description={texts.areasHelp}
        value={writePairs(settings.areas)}
        onChange={(text) => change({ areas: readLists(text) })}
      />
      <RoleField
        label={texts.serviceRole}
        description={texts.serviceRoleHelp}
        value={settings.serviceRole ?? ''}
        onChange={(serviceRole) => change({ serviceRole })}
      />
    </FieldSet>
  );
}

interface RoleFieldProps {
  label: string;
  description?: string;
  value: string;
  onChange: (role: string) => void;
}

function RoleField({ label, description, value, onChange }: RoleFieldProps) {
  const id = useId();
  const texts = currentDatasourceTexts().config;
  const options = ROLES.map((role) => ({ value: role as string, label: texts.roleNames[role] }));
  options.unshift({ value: '', label: texts.none });
  return (
    <Field label={label} description={description} htmlFor={id}>
      <Combobox id={id} width={30} options={options} value={value} onChange={(option) => onChange(option.value)} />
    </Field>
  );
}
