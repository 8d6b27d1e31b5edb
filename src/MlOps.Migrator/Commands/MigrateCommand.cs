using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Migrator.Commands;

/// <summary>Brings a database to the schema of this version.</summary>
internal sealed class MigrateCommand : Command
{
    private const int SlicesAhead = 2;

    public MigrateCommand()
        : base("migrate", "Bring the database to the schema of this version.")
    {
        var connection = ConnectionOption.Create();
        Add(connection);
        this.SetInterruptibleAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(connection), cancellationToken));
    }

    private static async Task<int> RunAsync(string? connection, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(connection, cancellationToken);
        using var scope = host.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        foreach (var migration in await SchemaMigration.RunAsync(context, cancellationToken))
            Console.WriteLine($"Applied {migration}");

        var now = TimeProvider.System.GetUtcNow();
        foreach (var slice in await new SliceMaintenance(context).EnsureAsync(now, now.AddMonths(SlicesAhead), cancellationToken))
            Console.WriteLine($"Made slice {slice}");

        Console.WriteLine($"The schema of {host.Target} is up to date.");
        return ExitCode.Success;
    }
}
