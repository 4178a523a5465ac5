/** What a patch may name, over the Python files of a project. */
export interface QuotedNames {
  /**
   * The files in which a string names `dotted`, or something in it, or may do so relative to a package. The first question
   * reads all files.
   */
  naming(dotted: string): readonly string[];
  /** Those in which a string is just that. */
  quoting(dotted: string): readonly string[];
  /** Takes in that a file has another text, is new or is gone. */
  changed(file: string): void;
}

/** Every dotted name that stands alone in quotes; one that ends with a dot goes on in another string. */
const quoted = /(["'])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\.?\1/g;

/** One part alone: the key of a module that is in no package, where the table of modules may be written to. */
const quotedPart = /(["'])([A-Za-z_]\w*)\1/g;

/** What may name a module relative to a package, `import_module(".sockets", "chat")`: the last part counts. */
const relative = /(["'])\.+(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)\1/g;

/**
 * @param files all Python files, when the first question is asked
 * @param text what stands in a file now; undefined where it is gone or names nothing for sure
 */
export function createQuotedNames(
  files: () => Iterable<string>,
  text: (file: string) => string | undefined,
): QuotedNames {
  const byFile = new Map<string, readonly string[]>();
  /** The files that name each, in the order in which they were read. */
  const naming = new Map<string, string[]>();
  let isRead = false;

  function forget(file: string): void {
    for (const name of byFile.get(file) ?? []) {
      const left = naming.get(name)!.filter((other) => other !== file);
      if (left.length === 0) naming.delete(name);
      else naming.set(name, left);
    }
    byFile.delete(file);
  }

  function read(file: string): void {
    const names = namesIn(text(file));
    if (names.length > 0) byFile.set(file, names);
    for (const name of names) {
      const known = naming.get(name);
      if (known) known.push(file);
      else naming.set(name, [file]);
    }
  }

  function filesWith(key: string): readonly string[] {
    if (!isRead) for (const file of files()) read(file);
    isRead = true;
    return naming.get(key) ?? [];
  }

  return {
    naming: (dotted) => [
      ...new Set([...filesWith(dotted), ...filesWith(dotted.slice(dotted.lastIndexOf('.')))]),
    ],
    quoting: (dotted) => filesWith(`=${dotted}`),
    changed(file) {
      if (!isRead) return;
      forget(file);
      read(file);
    },
  };
}

/**
 * Every name that is in quotes, by its key, and everything on the way to it: `patch("a.b.C.send")` needs the name C in a.b,
 * and b in a: every beginning of what is quoted is named too.
 */
function namesIn(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const names = new Set<string>();
  for (const [, , name = ''] of text.matchAll(quoted)) {
    names.add(`=${name}`);
    for (let dot = name.indexOf('.'); dot >= 0;) {
      dot = name.indexOf('.', dot + 1);
      names.add(dot < 0 ? name : name.slice(0, dot));
    }
  }
  for (const [, , name = ''] of text.matchAll(relative)) names.add(`.${name}`);
  if (text.includes('modules') && text.includes('sys'))
    for (const [, , name = ''] of text.matchAll(quotedPart)) names.add(`=${name}`);
  return [...names];
}
