declare module 'html-encoding-sniffer' {
  interface Options {
    /** By the rules of XML. */
    xml?: boolean;
    transportLayerEncodingLabel?: string;
  }

  /** The name of the encoding, e.g. `windows-1251`. */
  export default function sniffEncoding(bytes: Uint8Array, options?: Options): string;
}
