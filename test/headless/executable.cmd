@node "%~dp0executable.mjs" %*
