// What build.mjs writes into the code.

/** The version of this package. */
declare const __APP_VERSION__: string;

declare module '*.wasm' {
  /** The URL at which the server has the file. */
  const url: string;
  export default url;
}
