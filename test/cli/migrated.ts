import { chat } from './runCli.ts';

/** A few modules in two folders with something for each batch of a migration, and something that no batch can fix. */
export const migrated: Readonly<Record<string, string>> = {
  ...chat,
  ...Object.fromEntries(['api', 'jobs'].flatMap((part) => filesOf(part))),
};

function filesOf(part: string): [path: string, text: string][] {
  const moved = Array.from({ length: 8 }, (_, index): [string, string] => [
    `chat/${part}/m${index}.py`,
    `from chat.sockets import SocketHub\n\n\ndef kind_${part}_${index}():\n    return SocketHub\n`,
  ]);
  return [
    [`chat/${part}/__init__.py`, ''],
    ...moved,
    [
      `chat/${part}/broken.py`,
      `from chat.gone import SocketHub\n\n\ndef kind_of_${part}():\n    return SocketHub\n`,
    ],
    [
      `chat/${part}/made.py`,
      `from chat.hub import SocketHub\n\n\ndef make_${part}(session):\n    return SocketHub(session)\n`,
    ],
    [
      // Two hubs of no session that anybody has: nobody can say what the factory is to be given.
      `chat/${part}/left.py`,
      `from chat.hub import SocketHub\n\n\ndef first_${part}():\n    return SocketHub(*[])\n\n\ndef second_${part}():\n    return [SocketHub(*[])]\n`,
    ],
  ];
}
