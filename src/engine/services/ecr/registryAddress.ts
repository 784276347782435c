/** The container registry that the user runs. */
export interface RegistryAddress {
  /** As an image's name begins, e.g. `127.0.0.1:5000`. */
  readonly host: string;
  /** E.g. `http://127.0.0.1:5000`. */
  readonly origin: string;
}

/** Loopback is spoken to without TLS unless said otherwise, as Docker does. @param text - A host and port, with or without a scheme. */
export function registryAddress(text: string): RegistryAddress {
  const [, scheme, host = text] = /^(https?):\/\/(.*)$/.exec(text.replace(/\/$/, '')) ?? [undefined, undefined, text];
  const isLoopback = /^(localhost|127(\.\d+){3})(:|$)/.test(host);
  return { host, origin: `${scheme ?? (isLoopback ? 'http' : 'https')}://${host}` };
}
