const NAME = String.raw`[\p{XID_Start}_][\p{XID_Continue}]*(?:\.[\p{XID_Start}_][\p{XID_Continue}]*)*`;

const OPTIONAL = new RegExp(
  String.raw`^\s*(?:(?:\w+\.)?Optional\s*\[\s*(?<in>${NAME})\s*,?\s*\]|(?:\w+\.)?Union\s*\[\s*(?<of>${NAME})\s*,\s*None\s*,?\s*\]|(?<before>${NAME})\s*\|\s*None|None\s*\|\s*(?<behind>${NAME}))\s*$`,
  'u',
);

/** The dotted name of an annotation that means it or None, `Optional[T]` or `T | None`, from what is written. */
export function optionalType(written: string): string | undefined {
  const names = OPTIONAL.exec(written)?.groups ?? {};
  return names['in'] ?? names['of'] ?? names['before'] ?? names['behind'];
}
