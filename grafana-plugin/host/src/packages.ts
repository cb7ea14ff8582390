// The packages that Grafana shares with plugins, under the names that plugins import them by. The loader takes a CommonJS package as it is,
// with its default export.
import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import 'systemjs/dist/extras/named-register.js';

import * as emotionCSS from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUI from '@grafana/ui';
import lodash from 'lodash';
import React from 'react';
import ReactDOM from 'react-dom';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactRouter from 'react-router-dom-v5-compat';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';

const commonJS = (module: object) => ({ ...module, default: module, __useDefault: true });

const packages: Record<string, object> = {
  '@emotion/css': emotionCSS,
  '@emotion/react': emotionReact,
  '@grafana/data': grafanaData,
  '@grafana/runtime': grafanaRuntime,
  '@grafana/ui': grafanaUI,
  lodash: commonJS(lodash),
  react: commonJS(React),
  'react-dom': commonJS(ReactDOM),
  'react-router': reactRouter,
  'react/jsx-runtime': commonJS(jsxRuntime),
  rxjs,
  'rxjs/operators': rxjsOperators,
};

/** Makes the packages known to the loader. The runtime's setters must have been called: the loader copies what it is given. */
export function sharePackages(): void {
  const imports: Record<string, string> = {};
  for (const [name, module] of Object.entries(packages)) {
    imports[name] = `package:${name}`;
    System.set(`package:${name}`, module as Record<string, unknown>);
  }
  System.addImportMap({ imports });
}
