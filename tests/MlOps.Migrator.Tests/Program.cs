using MlOps.Migrator;
using MlOps.Migrator.Tests.Later;
using Xunit.Runner.InProc.SystemConsole;

// A process of its own for the command with migrations that the library does not have. Else the tests.
return args is [LaterCommand.Word, .. var arguments]
    ? await MlOpsCommand.RunAsync<LaterContext>(arguments)
    : await ConsoleRunner.Run(args);
