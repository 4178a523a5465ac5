export type Door = 'plugin' | 'editor' | 'editor without the plugin';

const leavesTheName =
  'one by one, the fix of the last construction leaves a name that a fix before it has moved, where a comment is on its line';
const otherOrder =
  'one by one, a name joins the import that is there by then, which is another one than where all move at once';
const stumblesOverTheMark =
  'a server that is given a text with a byte order mark reads the first line of a program behind it as an error';
const countsTheMark = 'the server counts a byte order mark as the first column, which editors do not show';

/** Files whose fixes come to another text one by one than all at once, which is right too. */
export const oneByOne: Readonly<Record<string, string>> = {
  'default-of-another-class/src/app/chat.ts': otherOrder,
  'defaults-beside-names/src/app/chat.ts': otherOrder,
  'every-form-in-cts/src/every.cts': otherOrder,
  'every-form-in-mts/src/every.mts': otherOrder,
  'every-form-in-ts/src/every.ts': otherOrder,
  'every-form-in-tsx/src/every.tsx': otherOrder,
  'import-of-a-default/src/app/chat.ts': otherOrder,
  'nothing-is-left-unused/src/app/classBeside.ts': leavesTheName,
  'singletons/src/canonical.ts': otherOrder,
  'split-keeps-comments/src/app/chat.ts': otherOrder,
};

/** Files of fixtures that do not come out as their golden file has them, by who shows or fixes them, and why. */
export const known: Readonly<Record<Door, Readonly<Record<string, string>>>> = {
  plugin: {
    'program-behind-a-mark/src/program.ts': stumblesOverTheMark,
    'windows-lines-and-tabs/src/marked.ts': countsTheMark,
  },
  editor: oneByOne,
  'editor without the plugin': oneByOne,
};
