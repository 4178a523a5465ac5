/** The day in UTC, as `2027-03-31`: the same on the machines of a team and in CI. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
