/** What pip (20 to 26) says of each try to reach an index. */
const unreachable =
  /NewConnectionError|ConnectTimeout|ReadTimeout|NameResolutionError|ProxyError|Failed to establish a new connection|Connection refused|Network is unreachable|getaddrinfo failed/;

/**
 * What pip's output means, in one sentence for a person; its own last error when it is nothing known.
 * @param output - The end of pip's output.
 */
export function explainPip(output: readonly string[]): string {
  const all = output.join('\n');
  const errors = output.filter((line) => line.startsWith('ERROR: ')).map((line) => line.slice('ERROR: '.length));
  const offline = unreachable.test(all);
  const missing = /No matching distribution found for ([^\n]+)/.exec(all)?.[1];
  if (missing !== undefined && offline)
    return `The package index cannot be reached from here, so that ${missing} of requirements.txt cannot be installed; go online, or install it into the interpreter that the job uses`;
  if (missing !== undefined)
    return `No package index has ${missing} of requirements.txt for this Python; correct its name or version`;
  const invalid = errors.find((line) => line.startsWith('Invalid requirement'));
  if (invalid !== undefined) return `requirements.txt cannot be read: ${invalid}`;
  const noPip = errors.find((line) => line.includes('has no pip')); // of install_requirements.py
  if (noPip !== undefined) return noPip.replace(/\.$/, '');
  return `pip could not install requirements.txt: ${errors.at(-1) ?? output.at(-1) ?? 'it said nothing'}`;
}
