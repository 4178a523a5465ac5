/** Who is signed in, and what proves it. */
export interface Session {
  readonly userId: string;
  readonly token: string;
}
