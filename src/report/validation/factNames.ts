/** The facts of a deployment that a report states. Apart from the schema, which no command has to build that only reads its arguments. */
export const factNames = [
  'revision',
  'image',
  'memory',
  'cpu',
  'min_instances',
  'traffic',
  'project',
  'region',
  'build_mode',
] as const;
export type FactName = (typeof factNames)[number];
