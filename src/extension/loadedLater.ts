/**
 * What is loaded when it is first asked for, and heavy: sockets, tokens, probes and the report's schema. The build makes it a
 * bundle of its own, because the editor reads a bundle from end to end before it starts anything in it. Whatever both bundles
 * import is there twice: nothing in here may compare with a class or hold a state of the other one.
 */
export { createLiveCheck } from './liveCheck/liveCheck.ts';
export { createReportGenerator } from './report/generateReport.ts';
