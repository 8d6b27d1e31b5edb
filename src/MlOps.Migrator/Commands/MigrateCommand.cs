using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Review;

namespace MlOps.Migrator.Commands;

/// <summary>Brings a database to the schema of this version.</summary>
internal sealed class MigrateCommand : Verb
{
    public MigrateCommand(ContextFactory contexts)
        : base("migrate", "Bring the schema of the database up to date.")
    {
        Examples = ["migrate --connection postgres://owner@db/mlops", "migrate --review"];
        var connection = ConnectionOption.Create();
        var review = new Option<bool>("--review")
        {
            Description = "Connect to no server and change nothing: list the steps of the newest migration that block a table.",
        };
        Add(connection);
        Add(review);
        this.SetInterruptibleAction((parsed, cancellationToken) => parsed.GetValue(review)
            ? Task.FromResult(Review(contexts))
            : RunAsync(contexts, parsed.GetValue(connection), cancellationToken));
    }

    private static int Review(ContextFactory contexts)
    {
        using var context = contexts.CreateWithoutServer();
        var (name, risks) = MigrationReview.OfNewest(context);
        foreach (var risk in risks)
            Console.WriteLine($"{name} {risk}");

        Console.WriteLine(risks.Count == 0 ? $"Nothing in {name} blocks a table that exists." : $"Steps to think about: {risks.Count}.");
        if (context.GetType() != typeof(MlOpsDbContext) && !context.Database.GetMigrations().Skip(1).Any())
            ShowAdoption(context, name);

        return ExitCode.Success;
    }

    // While there is one migration, it may meet a database that the command of the library made.
    private static void ShowAdoption(MlOpsDbContext context, string name)
    {
        try
        {
            var statements = new SchemaUpgrade(context).ListAdoptionStatements();
            Console.WriteLine($"\nOn a database that the migrations of MlOps made, {name} adds only this:");
            foreach (var statement in statements)
                Console.WriteLine($"\n{statement.Trim()}");
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.AdoptionRefused)
        {
            // No harm where there is no such database.
            Console.WriteLine($"\n{e.Message}");
        }
    }

    private static async Task<int> RunAsync(ContextFactory contexts, string? connection, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(contexts, connection, cancellationToken);
        using var scope = host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync(new StepLines(), cancellationToken);
        Console.WriteLine($"The schema of {host.Target} is up to date.");
        return ExitCode.Success;
    }

    private sealed class StepLines : IProgress<SchemaStep>
    {
        public void Report(SchemaStep value) => Console.WriteLine(value);
    }
}
