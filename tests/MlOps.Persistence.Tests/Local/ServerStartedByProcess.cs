using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MlOps.Persistence.Local;

namespace MlOps.Persistence.Tests.Local;

/// <summary>Lets this test program be run a second time as a process that only starts a private server.</summary>
internal static class ServerStartedByProcess
{
    private const string Variable = "MLOPS_TEST_START_SERVER";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to come before xUnit's entry point.")]
    internal static void StartInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            return;

        try
        {
            var home = LocalHome.OfThisProject();
            var server = PrivateServer.Open(home, PostgresLocator.ForThisMachine(home), settings: TestServer.Fast);
            Console.Out.WriteLine(server.StartAsync().GetAwaiter().GetResult().Port);
            Environment.Exit(0);
        }
        catch (MlOpsException exception)
        {
            Console.Out.WriteLine($"{exception.Error}: {exception.Message}");
            Environment.Exit(1);
        }
    }

    public static ProgramCall In(LocalHome home) =>
        new(Environment.ProcessPath!, [typeof(ServerStartedByProcess).Assembly.Location])
        {
            Environment = new Dictionary<string, string> { [Variable] = "1", [LocalHome.Variable] = home.Directory },
        };

    public static Task<ProgramResult> RunAsync(ProgramCall call) => ProgramRunner.RunAsync(call, CancellationToken.None);
}
