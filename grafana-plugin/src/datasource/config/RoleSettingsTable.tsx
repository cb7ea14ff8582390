import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Checkbox, Input, SecretInput, useStyles2 } from '@grafana/ui';

import { currentDatasourceTexts } from '../texts';
import { hasSecret, withoutSecret, withSecret } from './secrets';
import { type EditorProps, type RoleId, ROLES, type RoleSettings } from './settings';

/** As which database user each role asks. */
export function RoleSettingsTable({ options, onOptionsChange }: EditorProps) {
  const styles = useStyles2(getStyles);
  const texts = currentDatasourceTexts().config;
  const { roles } = options.jsonData;

  const change = (role: RoleId, changed: RoleSettings) => {
    const next = { ...roles, [role]: { ...roles?.[role], ...changed } };
    if (!next[role]?.user) {
      delete next[role]; // a role without a database user is no role
    }
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, roles: next } });
  };

  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {[texts.role, texts.user, texts.password, texts.rawSql, texts.allAreas].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROLES.map((role) => {
          const name = texts.roleNames[role];
          const secret = `password_${role}`;
          const set = roles?.[role];
          return (
            <tr key={role}>
              <th scope="row">{name}</th>
              <td>
                <Input
                  key={set?.user}
                  aria-label={`${texts.user}: ${name}`}
                  width={25}
                  defaultValue={set?.user}
                  onBlur={(event) => change(role, { user: event.target.value.trim() })}
                />
              </td>
              <td>
                <SecretInput
                  aria-label={`${texts.password}: ${name}`}
                  width={25}
                  isConfigured={hasSecret(options, secret)}
                  onReset={() => onOptionsChange(withoutSecret(options, secret))}
                  onChange={(event) => onOptionsChange(withSecret(options, secret, event.currentTarget.value))}
                />
              </td>
              {(['rawSql', 'allAreas'] as const).map((right) => (
                <td key={right}>
                  <Checkbox
                    aria-label={`${texts[right]}: ${name}`}
                    disabled={!set?.user}
                    value={Boolean(set?.[right])}
                    onChange={(event) => change(role, { [right]: event.currentTarget.checked })}
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ 'th, td': { padding: theme.spacing(0.5, 2, 0.5, 0), textAlign: 'left' } }),
});
