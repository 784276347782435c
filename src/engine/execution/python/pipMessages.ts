/** What pip is doing, for a person who waits; undefined for a line that is of no interest. The forms are those of pip 20 to 26. */
export function progressOf(line: string): string | undefined {
  const download = /^\s*Downloading (?<file>\S+\.whl)(?:\.metadata)?(?<size> \([\d.]+ [kMG]?B\))?/.exec(line)?.groups;
  if (download !== undefined) {
    if (line.includes('.whl.metadata')) return undefined;
    const [name, version] = (download['file']?.split('/').at(-1) ?? '').split('-');
    return `Downloading ${name?.replaceAll('_', '-')} ${version}${download['size'] ?? ''}…`;
  }
  const installed = /^Installing collected packages: (?<names>.*)/.exec(line)?.groups;
  return installed && `Installing ${installed['names']?.split(', ').length} packages…`;
}

/**
 * Why pip or venv failed and what to do, in one sentence.
 * @param said - All of its output.
 */
export function failureOf(said: string, { interpreter, folder }: { interpreter: string; folder: string }): string {
  if (/ensurepip is not available|No module named '?(venv|ensurepip)/.test(said))
    return `${interpreter} cannot make virtual environments, since its venv part is not installed; on Debian and Ubuntu install it with 'sudo apt install python3-venv', then set up again.`;
  if (/No space left on device|not enough space on the disk|\[Errno 28\]|\[WinError 112\]/i.test(said))
    return `The disk that holds ${folder} is full; the environment needs about 1 GB, so free some space and set up again.`;
  if (/CERTIFICATE_VERIFY_FAILED|SSLError/.test(said))
    return 'The connection to the Python package index is not trusted; if your network has a certificate of its own, name it with pip config set global.cert, then set up again.';
  if (
    /NewConnectionError|ConnectTimeout|ReadTimeout|NameResolutionError|ProxyError|Connection refused|Network is unreachable|getaddrinfo failed/.test(
      said,
    )
  )
    return 'The Python package index cannot be reached; check the network or proxy of this machine, or name an index of your own with pip config set global.index-url, then set up again.';
  const missing = /No matching distribution found for (?<what>\S+)/.exec(said)?.groups?.['what'];
  if (missing !== undefined)
    return `The Python package index has no ready-made ${missing.replace('==', ' ')} for ${interpreter} on this machine; set up with another Python.`;
  const reason = said
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^ERROR: /, '')
    .replace(/\.$/, '');
  return `The Python environment could not be made in ${folder} (${reason || 'no reason was given'}); set up again, or with another Python.`;
}

/** Why freshly installed libraries cannot be loaded. @param stderr - Of Python, which ends with the error's own line. */
export function loadFailureOf(stderr: string): string {
  if (/libomp/.test(stderr))
    return "XGBoost needs the OpenMP library of macOS; install it with 'brew install libomp', then set up again.";
  const reason = stderr.trim().split('\n').at(-1)?.replace(/\.$/, '');
  return `The installed libraries cannot be loaded (${reason || 'no reason was given'}); set up with another Python.`;
}
