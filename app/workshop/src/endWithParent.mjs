// Loaded before a server: it ends when the workshop does, also where that is killed and can't stop anybody.
process.stdin.on('end', () => process.exit()).on('error', () => process.exit());
process.stdin.resume().unref();
