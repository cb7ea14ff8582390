/** Packages that are written as ES modules only, which jest cannot read as they are. */
const modules = [
  '@grafana/schema',
  '@wojtekmaj',
  'd3',
  'delaunator',
  'internmap',
  'marked',
  'ol',
  'react-calendar',
  'get-user-locale',
  'memoize',
  'mimic-function',
  'robust-predicates',
  'rxjs',
  'uuid',
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/src'],
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
  transform: {
    '\\.(t|j)sx?$': '<rootDir>/transform.cjs',
  },
  transformIgnorePatterns: [`node_modules/(?!(.*/node_modules/)?(${modules.join('|')})/)`],
  moduleNameMapper: {
    '\\.(css|svg)$': '<rootDir>/src/testing/empty.ts',
    'monaco-editor': '<rootDir>/src/testing/empty.ts',
    '^(d3-[a-z-]+)$': '<rootDir>/node_modules/$1/dist/$1.js', // the .mjs that it exports cannot be required
    'react-inlinesvg': '<rootDir>/src/testing/empty.ts',
  },
};
