import { setFlagsFromString } from 'node:v8';

/**
 * V8 learns from the first files of a scan that facts live long, and puts those of all later files where only a full
 * collection finds that they are gone (pretenuring by allocation site): the heap grows to twice its size, and every
 * collection takes longer. Facts die with their file, or with the next edit of it, so they are better left among what is
 * young. Holds for the whole process: imported for its effect by programs of our own, before anything that is to run with it.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
