/**
 * A name that leaves room for what stands beside it: of one that is too long the middle is left out, since its ends tell it from others.
 * @param most - How many characters there is room for, the ellipsis among them.
 */
export function shortName(name: string, most: number): string {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const end = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}
