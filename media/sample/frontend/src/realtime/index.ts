export { SocketClient, getSocketClient } from './socketClient';
export { reconnectDelay } from './reconnectDelay';
