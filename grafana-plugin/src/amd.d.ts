/** The AMD loader's own description of the module that is being loaded. */
declare module 'amd-module' {
  const module: { id?: string; uri?: string } | undefined;
  export default module;
}
