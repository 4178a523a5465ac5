/** Text as an element of XML 1.0 takes it; what no XML can hold becomes a replacement character. */
export function xmlText(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what this is about
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\p{Cs}]/gu, '\ufffd')
      .replace(/[&<>\r]/g, reference)
  );
}

/** The same for an attribute, where white space would be made blanks. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/["'\t\n]/g, reference);
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
