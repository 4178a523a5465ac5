import type { Mark } from '../wording.ts';

/**
 * A table as data. Every drawing of the panel stands in one, or beside one, so that whoever does not see it reads the same:
 * a bar is the content of a cell, and its numbers are in the cells next to it.
 */
export interface Table {
  readonly caption: string;
  /** One per column; the first column names the rows. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | MarkedCell | BarCell;

export interface MarkedCell {
  readonly text: string;
  readonly mark?: Mark;
  /** Ids of the evidence that it stands on. */
  readonly evidence?: readonly string[];
}

/** A stretch of the column's width, from 0 to 1; a point where both ends are the same. */
export interface BarCell {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
}

/** What a bar means; the style sheet gives each a colour of the theme. */
export type Tone = 'name' | 'connect' | 'secure' | 'answer' | 'good' | 'odd' | 'bad';

export const isBar = (cell: Cell): cell is BarCell => typeof cell !== 'string' && 'tone' in cell;

/** Names and values as a table; what the peer did not say is said so. */
export const facts = (caption: string, pairs: readonly (readonly [string, string | null])[]): Table => ({
  caption,
  head: ['What', 'Value'],
  rows: pairs.map(([name, value]) => [name, value ?? 'not said']),
});
