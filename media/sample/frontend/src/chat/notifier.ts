// Rule: look-alike-class: a second socket manager beside the one there is.
export class NotifierSocketManager {
  readonly #sockets: WebSocket[] = [];

  notify(text: string): void {
    for (const socket of this.#sockets) socket.send(text);
  }
}
