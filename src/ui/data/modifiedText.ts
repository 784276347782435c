/** When an object was written, in the time of the place; an age would be wrong a minute after it was drawn. @param time - Epoch milliseconds. */
export function modifiedText(time: number): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}
