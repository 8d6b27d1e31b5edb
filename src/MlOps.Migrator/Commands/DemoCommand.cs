using Microsoft.Extensions.DependencyInjection;
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
        this.SetInterruptibleAction((parsed, output, cancellationToken) =>
            RunAsync(contexts, parsed.GetValue(connection), output, cancellationToken));
    }

    private static async Task<int> RunAsync(
        ContextFactory contexts, string? connection, Output output, CancellationToken cancellationToken)
    {
        using var host = await Steps.ShowAsync(output, steps => DemoRun.RunAsync(contexts, connection, steps, cancellationToken));
        await using var scope = host.Services.CreateAsyncScope();
        var report = await DemoReport.ReadAsync(scope.ServiceProvider, cancellationToken);
        report.Write(output, host);
        return ExitCode.Success;
    }
}
