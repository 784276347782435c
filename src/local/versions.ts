/** Orders two versions `major.minor.patch`; negative when `a` is older. What follows a hyphen is ignored. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string): number[] => (version.split('-')[0] ?? '').split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
