using MlOps.Migrator.Demo;

namespace MlOps.Migrator.Commands;

/// <summary>Shows what MlOps does, on a database that needs no preparation.</summary>
internal sealed class DemoCommand : Verb
{
    public DemoCommand(ContextFactory contexts)
        : base("demo", "Write one day of data of six sample services, and show what the database holds.")
    {
        Examples = ["demo", "demo --connection \"Host=localhost;Database=demo;Username=ann\""];
        var connection = ConnectionOption.Create();
        Add(connection);
        this.SetInterruptibleAction((parsed, cancellationToken) => RunAsync(contexts, parsed.GetValue(connection), cancellationToken));
    }

    private static async Task<int> RunAsync(ContextFactory contexts, string? connection, CancellationToken cancellationToken)
    {
        using var host = await Steps.ShowAsync(steps => DemoRun.RunAsync(contexts, connection, steps, cancellationToken));
        await DemoReport.WriteAsync(host, cancellationToken);
        return ExitCode.Success;
    }
}
