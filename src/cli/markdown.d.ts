/** The text of a Markdown file, put in by the build. */
declare module '*.md' {
  const text: string;
  export default text;
}
