import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', 'host/dist', '**/node_modules', 'pkg', 'test-results'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  jsxA11y.flatConfigs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'react-dom/client', message: 'Grafana 12 does not share it with plugins.' },
            { name: 'react-router-dom', message: 'Grafana shares react-router only.' },
          ],
        },
      ],
    },
  },
  // The host stands where Grafana stands, and has these packages of its own.
  { files: ['host/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['*.{js,mjs,cjs}', 'host/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', require: 'readonly', module: 'writable' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' }, // jest and webpack load their .cjs themselves
  },
);
