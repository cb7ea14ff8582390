// Turns TypeScript, and packages written as ES modules, into CommonJS for jest.
const { transformSync } = require('esbuild');

module.exports = {
  process(source, file) {
    const loader = /\.tsx?$/.test(file) ? 'tsx' : 'jsx';
    const options = {
      loader,
      format: 'cjs',
      jsx: 'automatic',
      target: 'es2022',
      sourcefile: file,
      sourcemap: 'inline',
    };
    return transformSync(source, options);
  },
};
