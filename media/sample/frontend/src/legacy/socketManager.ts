/** An older name, kept for those who still use it. */
export { SocketClient as SocketManager } from '../realtime/socketClient';
