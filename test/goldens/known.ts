/** Files of fixtures that do not come out as their golden file has them yet, by who shows or fixes them, and why. */
export type Door = 'plugin' | 'editor' | 'editor without the plugin';

const leavesTheName =
  'one by one, the fix of the last construction leaves the name that a fix before it has merged';
const notSearched = 'a file that holds no word of a source is passed over';

export const known: Readonly<Record<Door, Readonly<Record<string, string>>>> = {
  plugin: {
    'import-of-a-default/src/app/chat.ts': notSearched,
    'factory-from-two-statements/src/app/chat.ts': leavesTheName,
  },
  editor: {
    'import-of-a-default/src/app/chat.ts': notSearched,
    'factory-from-two-statements/src/app/chat.ts': leavesTheName,
  },
  'editor without the plugin': {
    'import-of-a-default/src/app/chat.ts': notSearched,
    'factory-from-two-statements/src/app/chat.ts': leavesTheName,
  },
};
