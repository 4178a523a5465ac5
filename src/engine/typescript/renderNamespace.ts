import { unclearComment, type RestOfStatement } from '../fix/renderNames.ts';

/**
 * Edits of `import * as m from 'm'` and `import m = require('m')`: where the module is not needed any more, names of another one
 * are imported in its place.
 */
export const renderNamespace: RestOfStatement = (text, fact, { leaving }, taking) => {
  if (!leaving.has(0)) return { ok: true, edits: [] };
  const taken = taking ? [...taking.replacing.values(), ...taking.added] : [];
  if (!taking || taken.length === 0) return { ok: false, reason: 'the import would be left without a name' };
  const { span } = fact.names[0]!;
  const list = `{ ${taken.join(', ')} }`;
  const isRequired = text[span.start] !== '*';
  if (!isRequired)
    return {
      ok: true,
      edits: [
        { span, text: list },
        { span: fact.moduleSpan, text: taking.module },
      ],
    };
  const close = text.indexOf(')', fact.moduleSpan.end) + 1;
  if (
    /\/\/|\/\*/.test(text.slice(span.start, fact.moduleSpan.start) + text.slice(fact.moduleSpan.end, close))
  )
    return unclearComment;
  const quote = text[fact.moduleSpan.start - 1] ?? "'";
  return {
    ok: true,
    edits: [
      { span: { start: span.start, end: close }, text: `${list} from ${quote}${taking.module}${quote}` },
    ],
  };
};
