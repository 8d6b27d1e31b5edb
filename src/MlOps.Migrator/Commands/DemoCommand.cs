using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Demo;
using MlOps.Migrator.Demo.Report;

namespace MlOps.Migrator.Commands;

/// <summary>Shows what MlOps does, on a database that needs no preparation.</summary>
internal sealed class DemoCommand : Verb
{
    public DemoCommand(ContextFactory contexts)
        : base(
            "demo",
            "Play two weeks of six sample services up to now: models that are fitted, drift, retraining, promotions and a rollback. A " +
            "second run goes on where the first ended.")
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
        TenantDatabase? database = null;
        try
        {
            var calendar = await Steps.ShowAsync(output, async steps =>
            {
                database = await steps.RunAsync(
                    "Find PostgreSQL", () => TenantDatabase.OpenAsync(contexts, connection, Tenants.Default, cancellationToken));
                var clock = database.Services.GetRequiredService<TimeProvider>();
                return await new DemoRun(contexts, database, clock, steps, cancellationToken).RunAsync();
            });
            await DemoReport.WriteAsync(database!, calendar, output, cancellationToken);
            return ExitCode.Success;
        }
        finally
        {
            if (database is not null)
                await database.DisposeAsync();
        }
    }
}
