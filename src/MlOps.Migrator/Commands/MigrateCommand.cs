using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Commands;

/// <summary>Brings a database to the schema of this version.</summary>
internal sealed class MigrateCommand : Command
{
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
        var applied = await SchemaMigration.RunAsync(
            scope.ServiceProvider.GetRequiredService<MlOpsDbContext>(), cancellationToken);

        foreach (var migration in applied)
            Console.WriteLine($"Applied {migration}");

        Console.WriteLine($"The schema of {host.Target} is up to date.");
        return ExitCode.Success;
    }
}
