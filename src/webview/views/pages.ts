/** How many rows are shown at once: as many as are read in one go, so that 10,000 frames cost what a hundred do. */
export const rowsPerPage = 100;

/** The index of the first row of the page that holds the row `index`; the last page where there is no such row. */
export const pageOf = (index: number, total: number): number => {
  const last = Math.max(0, Math.min(index, total - 1));
  return last - (last % rowsPerPage);
};

/** The rows from `first` on, counted as people count. */
export const pageText = (first: number, total: number): string =>
  `${first + 1} to ${Math.min(first + rowsPerPage, total)} of ${total}`;
