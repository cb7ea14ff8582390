// Tells the bundle where its own chunks are: beside module.js, wherever Grafana serves that.
// It has to run before anything else of the bundle, so it stands first in the build's entry.
import amdModule from 'amd-module';

declare let __webpack_public_path__: string;

const address = amdModule?.uri;
if (address) {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the bundler reads it
  __webpack_public_path__ = address.slice(0, address.lastIndexOf('/') + 1);
}
