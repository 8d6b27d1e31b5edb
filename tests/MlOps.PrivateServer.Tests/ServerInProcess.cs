using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;

namespace MlOps.PrivateServer.Tests;

/// <summary>Runs this test program a second time, as a process that does one thing with a private server.</summary>
internal static class ServerInProcess
{
    private const string Variable = "MLOPS_TEST_SERVER_ACTION";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to come before xUnit's entry point.")]
    internal static void ActInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } action)
            return;

        try
        {
            var home = LocalHome.OfThisProject();
            var server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home), settings: ServerUnderTest.Fast);
            Console.Out.WriteLine(Act(server, action));
            Environment.Exit(0);
        }
        catch (PrivateServerException exception)
        {
            Console.Out.WriteLine($"{exception.Error}: {exception.Message}");
            Environment.Exit(1);
        }
    }

    public static ProgramCall Start(LocalHome home) => In(home, nameof(Start));

    public static ProgramCall Stop(LocalHome home) => In(home, nameof(Stop));

    public static ProgramCall Status(LocalHome home) => In(home, nameof(Status));

    public static ProgramCall Destroy(LocalHome home) => In(home, nameof(Destroy));

    /// <summary>Uses the programs that this run found. Another user might have to fetch some, without a place for them.</summary>
    public static async Task<ProgramResult> RunAsync(ProgramCall call)
    {
        var programs = await PostgresLocator.ForThisMachine(LocalHome.OfThisProject()).FindAsync();
        var environment = new Dictionary<string, string>(call.Environment)
        {
            [PostgresSearch.ExplicitVariable] = programs.Directory,
        };
        return await ProgramRunner.RunAsync(call with { Environment = environment }, CancellationToken.None);
    }

    // This is not asynchronous: a continuation in this module and the initializer would wait for each other.
    private static string Act(LocalServer server, string action) => action switch
    {
        nameof(Start) => $"{server.StartAsync().GetAwaiter().GetResult().Port}",
        nameof(Stop) => $"{server.StopAsync().GetAwaiter().GetResult()}",
        nameof(Status) => $"{server.StatusAsync().GetAwaiter().GetResult()}",
        nameof(Destroy) => $"{server.DestroyAsync().GetAwaiter().GetResult()}",
        _ => throw new InvalidOperationException($"{Variable} is {action}"),
    };

    private static ProgramCall In(LocalHome home, string action) =>
        new(Environment.ProcessPath!, [typeof(ServerInProcess).Assembly.Location])
        {
            Environment = new Dictionary<string, string> { [Variable] = action, [LocalHome.Variable] = home.Directory },
        };
}
